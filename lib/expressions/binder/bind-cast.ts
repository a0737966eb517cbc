/** Casts, written and implicit. */
import type { DataType } from '../../types/data-type.ts'
import { typeSql } from '../../types/ddl/type-sql.ts'
import { equalTypes, stringType } from '../../types/types.ts'
import type { Bound } from '../bound.ts'
import { boundText } from '../bound-text.ts'
import { type CastMode, canCast, castNullable, castRefusal } from './cast-rules.ts'
import { requireNanosTypes } from './require-nanos-types.ts'
import { timeTypeOff } from './time-type.ts'

/** What casts depend on. */
export interface CastContext {
  readonly ansi: boolean
  readonly zone: string
  readonly nanosTimestamps?: boolean
}

/**
 * A cast as the user wrote it; kept even when it changes nothing, since names and messages show it.
 *
 * @throws DATATYPE_MISMATCH.CAST_WITHOUT_SUGGESTION, .CAST_WITH_CONF_SUGGESTION, .CAST_WITH_FUNC_SUGGESTION
 */
export function writtenCast(input: Bound, type: DataType, mode: 'cast' | 'try_cast', context: CastContext): Bound {
  const hidden = isForgotten(type)
  const written = `${mode === 'cast' ? 'CAST' : 'TRY_CAST'}(${boundText(input)} AS ${typeSql(type)})`
  const text = hidden ? boundText(input) : written
  const bound = checkedCast(input, withoutLengths(type), mode === 'try_cast' ? 'try' : modeOf(context), text, context)
  return hidden ? { ...bound, implicit: true } : bound
}

/** A cast called as a function, `int(s)`: names and messages do not show it. @throws as `writtenCast` */
export function castCall(input: Bound, type: DataType, context: CastContext): Bound {
  return { ...checkedCast(input, type, modeOf(context), boundText(input), context), implicit: true }
}

/** The cast of a value to what it is assigned to, which messages do not show. @throws FEATURE_NOT_ENABLED, and as `writtenCast` */
export function assigningCast(input: Bound, type: DataType, context: CastContext): Bound {
  requireNanosTypes(type, context)
  return castCall(input, withoutLengths(type), context)
}

/** A cast that Spark puts in; none where the type is right already. */
export function implicitCast(input: Bound, type: DataType, context: CastContext): Bound {
  if (equalTypes(input.type, type)) return input
  const mode = modeOf(context)
  if (input.kind === 'literal' && input.value === null) return { ...input, type }
  const nullable = castNullable(input.nullable, input.type, type, mode)
  return { kind: 'cast', input, type, nullable, mode, zone: context.zone, implicit: true }
}

/** Spark loses track of casts to these being the user's own, and does not show them. */
const isForgotten = (type: DataType) => ['char', 'varchar', 'array', 'map', 'struct'].includes(type.kind)

/** CHAR and VARCHAR in a cast mean STRING, at any depth (Spark's `CharVarcharUtils`). */
export function withoutLengths(type: DataType): DataType {
  switch (type.kind) {
    case 'char':
    case 'varchar':
      return stringType
    case 'array':
      return { ...type, element: withoutLengths(type.element) }
    case 'map':
      return { ...type, key: withoutLengths(type.key), value: withoutLengths(type.value) }
    case 'struct':
      return { ...type, fields: type.fields.map((field) => ({ ...field, type: withoutLengths(field.type) })) }
    default:
      return type
  }
}

const modeOf = (context: CastContext): CastMode => (context.ansi ? 'ansi' : 'legacy')

function checkedCast(input: Bound, type: DataType, mode: CastMode, text: string, { zone }: CastContext) {
  if (type.kind === 'time') throw timeTypeOff()
  if (!canCast(input.type, type, mode)) throw castRefusal(input.type, type, mode, { name: 'cast', text })
  return {
    kind: 'cast',
    input,
    type,
    nullable: castNullable(input.nullable, input.type, type, mode),
    mode,
    zone,
  } as const
}
