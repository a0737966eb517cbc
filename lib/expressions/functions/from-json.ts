import { MillraceError } from '../../errors.ts'
import { jsonReadOptions } from '../../formats/json/options.ts'
import { JsonValueParser } from '../../formats/json/value-parser.ts'
import type { DataType, Field, SqlValue } from '../../types/data-type.ts'
import { parseTypeOrSchema } from '../../types/ddl/ddl.ts'
import { arrayType, mapType, structType } from '../../types/types.ts'
import { castArgument, checkCount } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import { boundText } from '../bound-text.ts'
import type { BindContext, BoundCall, ScalarFunction } from '../scalar-function.ts'
import { constantOptions } from './collection/constant-options.ts'
import { perCall } from './per-call.ts'

interface FromJsonData {
  readonly options: readonly (readonly [string, string])[]
  readonly zone: string
}

/** Whatever the schema says, anything read may be null. */
function allNullable(type: DataType): DataType {
  switch (type.kind) {
    case 'array':
      return arrayType(allNullable(type.element), true)
    case 'map':
      return mapType(allNullable(type.key), allNullable(type.value), true)
    case 'struct':
      return structType(
        type.fields.map((field: Field) => ({ ...field, type: allNullable(field.type), nullable: true })),
      )
    default:
      return type
  }
}

function bind(args: readonly Bound[], context: BindContext): Omit<BoundCall, 'name'> {
  checkCount(args, 2, 3, context)
  const text = castArgument(args[0] as Bound, 0, 'string', context)
  const given = args[1] as Bound
  const schema = context.foldable(given) ? context.constant(given, 'schema') : undefined
  if (typeof schema !== 'string') {
    throw new MillraceError(
      'INVALID_SCHEMA.NON_STRING_LITERAL',
      `The input schema "${boundText(given)}" is not a valid schema string. The input expression must be string literal ` +
        'and not null.',
      { sqlState: '42K07' },
    )
  }
  const data: FromJsonData = { options: args[2] ? constantOptions(args[2], context) : [], zone: context.zone }
  // Spark shows neither schema nor options.
  const shown = `${context.name}(${boundText(text)})`
  return {
    args: [text, ...args.slice(1)],
    type: allNullable(parseTypeOrSchema(schema)),
    nullable: true,
    data,
    text: shown,
  }
}

const parserOf = perCall((data: unknown, call: BoundCall) => {
  const { options, zone } = data as FromJsonData
  return new JsonValueParser(call.type, jsonReadOptions(new Map(options), zone))
})

export const fromJson: ScalarFunction = {
  name: 'from_json',
  summary: 'A struct, array or map read from JSON text by a schema in DDL.',
  bind,
  nulls: 'custom',
  evaluate: ([text], call): SqlValue => (text === null ? null : parserOf(call, call.data).parse(text as string)),
}
