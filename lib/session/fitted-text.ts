import { MillraceError } from '../errors.ts'
import type { DataType, SqlValue } from '../types/data-type.ts'

/**
 * A value as its type's lengths want it, at any depth: CHAR is filled up with spaces, spaces at the end that are too many go
 * (Spark: CharVarcharCodegenUtils).
 *
 * @throws EXCEED_LIMIT_LENGTH
 */
export function fittedText(value: SqlValue, type: DataType): SqlValue {
  if (value === null) return null
  switch (type.kind) {
    case 'char':
      return cut(value as string, type.length).padEnd(type.length)
    case 'varchar':
      return cut(value as string, type.length)
    case 'array':
      return (value as readonly SqlValue[]).map((one) => fittedText(one, type.element))
    case 'map':
      return (value as readonly (readonly [SqlValue, SqlValue])[]).map(
        ([key, of]) => [fittedText(key, type.key), fittedText(of, type.value)] as const,
      )
    case 'struct':
      return (value as readonly SqlValue[]).map((one, at) => fittedText(one, type.fields[at]?.type as DataType))
    default:
      return value
  }
}

function cut(text: string, length: number): string {
  const letters = [...text]
  if (letters.length <= length) return text
  if (letters.slice(length).every((one) => one === ' ')) return letters.slice(0, length).join('')
  throw new MillraceError('EXCEED_LIMIT_LENGTH', `Exceeds char/varchar type length limitation: ${length}.`, {
    sqlState: '54006',
    parameters: { limit: `${length}` },
  })
}

/** Whether a type limits texts, at any depth. */
export function limitsText(type: DataType): boolean {
  switch (type.kind) {
    case 'char':
    case 'varchar':
      return true
    case 'array':
      return limitsText(type.element)
    case 'map':
      return limitsText(type.key) || limitsText(type.value)
    case 'struct':
      return type.fields.some((one) => limitsText(one.type))
    default:
      return false
  }
}
