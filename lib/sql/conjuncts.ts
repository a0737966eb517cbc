/** Conditions as lists of what must all hold. */
import { negation, operation } from '../expressions/build.ts'
import type { Expression } from '../expressions/expression.ts'
import { subqueriesIn } from './subqueries-in.ts'

/** The conditions that one is made of by AND; those with subqueries also by NOT (a OR b). */
export function conjunctsOf(condition: Expression): readonly Expression[] {
  if (condition.kind !== 'call') return [condition]
  if (condition.name === 'and') return condition.args.flatMap(conjunctsOf)
  const [inner] = condition.args
  // NOT (a OR b) is NOT a AND NOT b.
  if (condition.name === 'not' && inner?.kind === 'call' && inner.name === 'or' && subqueriesIn(inner).length > 0) {
    return inner.args.map(negation).flatMap(conjunctsOf)
  }
  return [condition]
}

/** One condition of several; undefined for none. */
export function conjunctionOf(conditions: readonly Expression[]): Expression | undefined {
  const [first, ...rest] = conditions
  return first && rest.reduce((left, right) => operation('and', left, right), first)
}
