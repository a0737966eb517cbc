/** Shorthands for bound expressions. */
import type { Bound } from '../../../lib/expressions/bound.ts'
import type { DataType, SqlValue } from '../../../lib/types/data-type.ts'

export function input(index: number, type: DataType): Bound {
  return { kind: 'input', index, name: `c${index}`, type, nullable: true }
}

export function literal(value: SqlValue, type: DataType): Bound {
  return { kind: 'literal', value, type, nullable: value === null }
}

export function call(name: string, type: DataType, ...args: readonly Bound[]): Bound {
  return { kind: 'call', name, args, type, nullable: true }
}
