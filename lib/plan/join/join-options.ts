/** What a program writes for a join, as the node's options. */
import { MillraceError } from '../../errors.ts'
import type { Expression } from '../../expressions/expression.ts'
import type { NodeOptions } from '../nodes.ts'
import { joinTypeOf } from './join-type.ts'

/**
 * The options of a join.
 *
 * @param on a column's name or several, or a condition over both frames; undefined = all pairs
 * @param how any of Spark's spellings
 * @throws UNSUPPORTED_JOIN_TYPE
 */
export function joinOptions(
  on: string | readonly (string | Expression)[] | Expression | undefined,
  how: string,
): NodeOptions['join'] {
  const joinType = joinTypeOf(how)
  if (on === undefined) return { joinType, condition: undefined, using: undefined }
  if (typeof on === 'string') return { joinType, condition: undefined, using: [on] }
  if ('kind' in on) return { joinType, condition: on, using: undefined }
  const names = on.filter((one): one is string => typeof one === 'string')
  if (names.length === on.length)
    return { joinType, condition: undefined, using: names.length === 0 ? undefined : names }
  const conditions = on.filter((one): one is Expression => typeof one !== 'string')
  if (names.length > 0) {
    throw new MillraceError(
      'MILLRACE_ARGUMENT',
      `A join takes names of columns or conditions, not both: ${names.join(', ')}. Write the names as conditions, too.`,
    )
  }
  const condition = conditions.reduce((left, right) => ({
    kind: 'call',
    name: 'and',
    args: [left, right],
    operator: true,
  }))
  return { joinType, condition, using: undefined }
}
