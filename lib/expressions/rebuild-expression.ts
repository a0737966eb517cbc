import type { Expression } from './expression.ts'

/** An unbound expression with every direct operand replaced. */
export function rebuildExpression(expression: Expression, change: (operand: Expression) => Expression): Expression {
  switch (expression.kind) {
    case 'call':
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
    default:
      return expression
  }
}
