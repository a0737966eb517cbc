/** What aggregates with `WITHIN GROUP (ORDER BY …)` refuse. */
import { MillraceError } from '../../../errors.ts'
import type { AggregateContext } from '../aggregate-function.ts'

/**
 * The only key of an aggregate that needs one.
 *
 * @param called Spark's name of it in the message about several
 * @throws INVALID_WITHIN_GROUP_EXPRESSION.DISTINCT_UNSUPPORTED, WITHIN_GROUP_MISSING, WRONG_NUM_ORDERINGS
 */
export function onlyOrder(
  { distinct, orderBy, name }: AggregateContext,
  called: string,
): AggregateContext['orderBy'][number] {
  if (distinct) throw distinctWithinGroup(name)
  const [key] = orderBy
  if (!key) throw invalid('WITHIN_GROUP_MISSING', name, 'WITHIN GROUP is required for the function.')
  if (orderBy.length > 1) throw wrongOrderings(called, 1, orderBy.length)
  return key
}

/** INVALID_WITHIN_GROUP_EXPRESSION.DISTINCT_UNSUPPORTED */
export const distinctWithinGroup = (name: string): MillraceError =>
  invalid('DISTINCT_UNSUPPORTED', name, 'The function does not support DISTINCT with WITHIN GROUP.')

/** INVALID_WITHIN_GROUP_EXPRESSION.WRONG_NUM_ORDERINGS */
export const wrongOrderings = (name: string, expected: number, given: number): MillraceError =>
  invalid('WRONG_NUM_ORDERINGS', name, `The function requires ${expected} orderings in WITHIN GROUP but got ${given}.`)

function invalid(kind: string, name: string, why: string): MillraceError {
  const message = `Invalid function \`${name}\` with WITHIN GROUP. ${why}`
  return new MillraceError(`INVALID_WITHIN_GROUP_EXPRESSION.${kind}`, message, {
    sqlState: '42K0K',
    parameters: { funcName: `\`${name}\`` },
  })
}
