/** Direct operands of an unbound expression. */
import type { Expression } from './expression.ts'

export function expressionOperands(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'call':
    case 'udf':
    case 'subquery':
      return expression.args
    case 'cast':
    case 'alias':
    case 'sort':
    case 'over':
      return [expression.input]
    case 'extract':
      return [expression.input, expression.key]
    case 'lambda':
      return [expression.body]
    default:
      return []
  }
}
