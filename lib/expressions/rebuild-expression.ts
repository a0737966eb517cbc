import type { Expression } from './expression.ts'
import { givePlace, placeOf } from './text-place.ts'

/** An unbound expression with every direct operand replaced. */
export function rebuildExpression(expression: Expression, change: (operand: Expression) => Expression): Expression {
  const rebuilt = rebuiltKind(expression, change)
  return rebuilt === expression ? rebuilt : givePlace(rebuilt, placeOf(expression))
}

function rebuiltKind(expression: Expression, change: (operand: Expression) => Expression): Expression {
  switch (expression.kind) {
    case 'call': {
      const { args, filter, withinGroup } = expression
      return {
        ...expression,
        args: args.map(change),
        ...(filter ? { filter: change(filter) } : {}),
        ...(withinGroup ? { withinGroup: withinGroup.map(change) } : {}),
      }
    }
    case 'udf':
      return { ...expression, args: expression.args.map(change) }
    case 'cast':
    case 'alias':
    case 'sort':
      return { ...expression, input: change(expression.input) }
    case 'extract':
      return { ...expression, input: change(expression.input), key: change(expression.key) }
    case 'lambda':
      return { ...expression, body: change(expression.body) }
    case 'over': {
      const { input, window } = expression
      if (typeof window === 'string') return { ...expression, input: change(input) }
      const { partitionBy, orderBy } = window
      const changed = { ...window, partitionBy: partitionBy.map(change), orderBy: orderBy.map(change) }
      return { ...expression, input: change(input), window: changed }
    }
    default:
      return expression
  }
}
