/** Schemas written in the program: `struct({ host: string, bytes: long })`. */
import { MillraceError } from '../../errors.ts'
import type { DataType, Field } from '../data-type.ts'
import { parseType } from '../ddl/ddl.ts'
import { treeString } from '../ddl/tree-string.ts'
import { schemaDdl, typeSimpleText } from '../ddl/type-sql.ts'
import { Schema } from '../schema.ts'
import {
  arrayType,
  binaryType,
  booleanType,
  byteType,
  dateType,
  dayTimeIntervalType,
  decimalType,
  doubleType,
  field,
  floatType,
  intType,
  longType,
  mapType,
  shortType,
  stringType,
  structType,
  timestampNtzType,
  timestampType,
  variantType,
  yearMonthIntervalType,
} from '../types.ts'
import type { With } from './shape-of-results.ts'
import type {
  ArrayT,
  BinaryT,
  BooleanT,
  ByteT,
  DateT,
  DayTimeIntervalT,
  DecimalT,
  DoubleT,
  FloatT,
  IntT,
  LongT,
  MapT,
  Shape,
  ShortT,
  StringT,
  StructT,
  TimestampNtzT,
  TimestampT,
  Type,
  TypeByName,
  UnknownT,
  VariantT,
  YearMonthIntervalT,
} from './type-tags.ts'

/** A type tag with its run-time data type, and the type's simple data: usable as DataType and by the compiler alike. */
export type Tagged<T extends Type = Type> = DataType & { readonly tag?: T }

export const string: Tagged<StringT> = stringType
export const byte: Tagged<ByteT> = byteType
export const short: Tagged<ShortT> = shortType
export const int: Tagged<IntT> = intType
export const long: Tagged<LongT> = longType
export const float: Tagged<FloatT> = floatType
export const double: Tagged<DoubleT> = doubleType
export const boolean: Tagged<BooleanT> = booleanType
export const timestamp: Tagged<TimestampT> = timestampType
export const timestampNtz: Tagged<TimestampNtzT> = timestampNtzType
export const date: Tagged<DateT> = dateType
export const binary: Tagged<BinaryT> = binaryType
export const variant: Tagged<VariantT> = variantType
export const dayTimeInterval: Tagged<DayTimeIntervalT> = dayTimeIntervalType()
export const yearMonthInterval: Tagged<YearMonthIntervalT> = yearMonthIntervalType()

/** DECIMAL(precision, scale). */
export const decimal = (precision = 10, scale = 0): Tagged<DecimalT> => decimalType(precision, scale)
/** ARRAY<element> */
export const array = <E extends Type>(element: Tagged<E>): Tagged<ArrayT<E>> => arrayType(element)
/** MAP<key, value> */
export const map = <K extends Type, V extends Type>(key: Tagged<K>, value: Tagged<V>): Tagged<MapT<K, V>> =>
  mapType(key, value)

type FieldTags = { readonly [name: string]: Tagged }
type ShapeOf<F extends FieldTags> = {
  readonly [N in keyof F]: F[N] extends Tagged<infer T> ? (T extends Type ? T : never) : never
}

/** A schema whose columns the compiler knows; nested, it is a STRUCT type. */
export class StructSchema<S extends Shape = Shape> {
  readonly kind = 'struct'
  readonly fields: readonly Field[]
  declare readonly tag?: StructT<S>

  constructor(fields: readonly Field[]) {
    this.fields = Object.freeze([...fields])
  }

  get schema(): Schema {
    return new Schema(this.fields)
  }

  /** A schema of these columns and one more, its type given as a value (`string`) or by Spark's name (`'string'`). */
  add<N extends string, T extends Type>(name: N, type: Tagged<T>, nullable?: boolean): StructSchema<With<S, N, T>>
  add<N extends string, K extends keyof TypeByName>(
    name: N,
    type: K,
    nullable?: boolean,
  ): StructSchema<With<S, N, TypeByName[K]>>
  /** @param type any type as DDL: `ARRAY<INT>`. @throws PARSE_SYNTAX_ERROR, UNSUPPORTED_DATATYPE */
  add<N extends string>(name: N, type: string, nullable?: boolean): StructSchema<With<S, N, UnknownT>>
  add(name: string, type: Tagged | string, nullable = true): StructSchema {
    const added = field(name, typeof type === 'string' ? parseType(type) : type, nullable)
    return new StructSchema([...this.fields, added])
  }

  /** `struct<host:string,bytes:bigint>` */
  simpleString(): string {
    return typeSimpleText(this.type)
  }

  /** The columns as DDL text, which `schema(…)` takes. */
  toDDL(): string {
    return schemaDdl(this.fields)
  }

  get type(): DataType {
    return structType(this.fields)
  }

  get names(): readonly string[] {
    return this.fields.map((one) => one.name)
  }

  /** The columns as a tree, each line ended: what `printSchema` prints. */
  treeString(): string {
    return treeString(this.fields)
  }
}

/** A schema that grows column by column, as in Spark: `new StructType().add('host', 'string').add('bytes', long)`. */
export class StructType extends StructSchema<Record<never, Type>> {
  constructor() {
    super([])
  }
}

/**
 * A schema from names and types, all nullable.
 *
 * @throws MILLRACE_INTEGER_COLUMN_NAME for names like `1`: JavaScript sorts such keys to the front, so the order of the
 *   columns would silently differ from what is written; use a DDL text for them
 */
export function struct<const F extends FieldTags>(fields: F): StructSchema<ShapeOf<F>> {
  const names = Object.keys(fields)
  const moved = names.find((name) => /^(0|[1-9]\d*)$/.test(name))
  if (moved !== undefined) {
    throw new MillraceError(
      'MILLRACE_INTEGER_COLUMN_NAME',
      `JavaScript reorders keys that look like whole numbers; write the schema as DDL text to keep its order: \`${moved}\``,
    )
  }
  return new StructSchema(names.map((name) => field(name, fields[name] as Tagged)))
}
