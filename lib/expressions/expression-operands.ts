/** Direct operands of an unbound expression. */
import type { Expression } from './expression.ts'

export function expressionOperands(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'call': {
      const { args, filter, withinGroup } = expression
      return filter || withinGroup ? [...args, ...(filter ? [filter] : []), ...(withinGroup ?? [])] : args
    }
    case 'udf':
    case 'subquery':
      return expression.args
    case 'cast':
    case 'alias':
    case 'sort':
      return [expression.input]
    case 'over': {
      const { input, window } = expression
      return typeof window === 'string' ? [input] : [input, ...window.partitionBy, ...window.orderBy]
    }
    case 'extract':
      return [expression.input, expression.key]
    case 'lambda':
      return [expression.body]
    default:
      return []
  }
}
