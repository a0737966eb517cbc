import type { Expression } from '../expressions/expression.ts'
import { expressionOperands } from '../expressions/expression-operands.ts'

export type Subquery = Extract<Expression, { readonly kind: 'subquery' }>

/** Every subquery inside an expression. */
export function subqueriesIn(expression: Expression): readonly Subquery[] {
  const inner = expressionOperands(expression).flatMap(subqueriesIn)
  return expression.kind === 'subquery' ? [expression, ...inner] : inner
}
