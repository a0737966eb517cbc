/** `struct(a, b AS x)`: a named_struct whose names come from its arguments. */
import { quoteIfNeeded } from '../../types/ddl/identifier.ts'
import type { Bound } from '../bound.ts'
import { boundText } from '../bound-text.ts'
import type { Expression } from '../expression.ts'
import { structOf } from './expand-star.ts'
import type { CallExpression, ExpressionScope } from './expression-scope.ts'

interface Item {
  readonly name: string
  readonly value: Bound
  /** The argument as text shows it. */
  readonly text: string
}

/** Names: an alias, a column's or field's own, else `col1`, `col2`, … by position (Spark's `CreateStruct`). */
function itemOf(arg: Expression, at: number, scope: ExpressionScope): Item {
  if (arg.kind === 'alias' && arg.names.length === 1) {
    const name = arg.names[0] as string
    const value = scope.bind(arg.input)
    return { name, value, text: scope.aliases ? `${boundText(value)} AS ${quoteIfNeeded(name)}` : boundText(value) }
  }
  const value = scope.bind(arg)
  return { name: nameOf(arg) ?? `col${at + 1}`, value, text: boundText(value) }
}

/** A bare column or path names itself; so does a cast of nothing else. */
function nameOf(arg: Expression): string | undefined {
  return arg.kind === 'column' ? arg.path.at(-1) : undefined
}

/** Binds `struct(…)`, and the row constructor `(a, b)`, which prints as named_struct. */
export function bindStruct(scope: ExpressionScope, call: CallExpression): Bound {
  const items = call.args.map((arg, at) => itemOf(arg, at, scope))
  const shown = call.operator ? items.flatMap(({ name, text }) => [name, text]) : items.map(({ text }) => text)
  return structOf(items, `${call.operator ? 'named_struct' : 'struct'}(${shown.join(', ')})`)
}
