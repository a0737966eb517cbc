/** Makes unbound expressions: what the parser and `Column` are written in. */
import type { DataType, SqlValue } from '../types/data-type.ts'
import type { Expression } from './expression.ts'

/** A literal of a given type. */
export function literalOf(value: SqlValue, type: DataType): Expression {
  return { kind: 'literal', value, type }
}

/** A STRING literal. */
export function textLiteral(value: string): Expression {
  return literalOf(value, { kind: 'string' })
}

/** An INT literal. */
export function intLiteral(value: number): Expression {
  return literalOf(value, { kind: 'int' })
}

/** A call as written `name(args)`. */
export function call(name: string, ...args: readonly Expression[]): Expression {
  return { kind: 'call', name, args }
}

/** A call as written with an operator: it is named and printed as such. */
export function operation(name: string, ...args: readonly Expression[]): Expression {
  return { kind: 'call', name, args, operator: true }
}

/** NOT of an expression. */
export function negation(input: Expression): Expression {
  return operation('not', input)
}
