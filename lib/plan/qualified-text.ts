import { findName } from '../expressions/binder/resolve-name.ts'
import type { Bound } from '../expressions/bound.ts'
import { boundText } from '../expressions/bound-text.ts'
import { callText } from '../expressions/call-text.ts'
import type { Expression } from '../expressions/expression.ts'
import { expressionText } from '../expressions/expression-text.ts'
import { rebuildExpression } from '../expressions/rebuild-expression.ts'
import type { Schema } from '../types/schema.ts'

/** The text of an expression whose columns show what they are qualified by, as some of Spark's messages have them. */
export function qualifiedText(bound: Bound, input: Schema): string {
  if (bound.kind === 'input') {
    const qualifier = input.fields[bound.index]?.qualifier
    return qualifier === undefined ? bound.name : `${qualifier}.${bound.name}`
  }
  if (bound.kind === 'cast' && bound.implicit) return qualifiedText(bound.input, input)
  if (bound.kind !== 'call') return boundText(bound)
  const usual = callText(bound.name, bound.args.map(boundText))
  const text = bound.text ?? usual
  const qualified = bound.args.map((one) => qualifiedText(one, input))
  return text === usual ? callText(bound.name, qualified) : text
}

/** As `qualifiedText`, of what is not bound yet; unknown names stay as they are. */
export function qualifiedExpressionText(expression: Expression, input: Schema): string {
  const change = (one: Expression): Expression => {
    if (one.kind !== 'column' || one.path.length > 1) return rebuildExpression(one, change)
    const qualifier = findName(one.path, input)?.field.qualifier
    return qualifier === undefined ? one : { ...one, path: [qualifier, ...one.path] }
  }
  return expressionText(change(expression))
}
