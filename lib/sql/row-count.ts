/** Numbers of rows: LIMIT and OFFSET. */
import { MillraceError } from '../errors.ts'
import { boundText } from '../expressions/bound-text.ts'
import type { Expression } from '../expressions/expression.ts'
import { isFoldable } from '../expressions/foldable.ts'
import { interpreter } from '../expressions/interpret.ts'
import { givePlace, placeOf } from '../expressions/text-place.ts'
import type { Node } from '../plan/nodes.ts'
import { schemaOf } from '../plan/planner.ts'
import { typeSql } from '../types/ddl/type-sql.ts'
import type { ConstantContext } from './inline-table.ts'

/**
 * The value of LIMIT's or OFFSET's expression.
 *
 * @param listed the item of the select list that the expression names: Spark marks that
 * @throws INVALID_LIMIT_LIKE_EXPRESSION.*
 */
export function rowCount(
  count: Expression,
  kind: 'limit' | 'offset',
  input: Node,
  { planner, evaluation }: ConstantContext,
  listed?: Expression,
): number {
  const bound = planner.binder.bind(count, schemaOf(input, planner))
  const invalid = (condition: string, message: string) =>
    new MillraceError(
      `INVALID_LIMIT_LIKE_EXPRESSION.${condition}`,
      `The limit like expression "${boundText(bound)}" is invalid. The ${message}`,
      { sqlState: '42K0E' },
    )
  if (!isFoldable(bound, planner.functions)) {
    const error = invalid('IS_UNFOLDABLE', `${kind} expression must evaluate to a constant value.`)
    throw givePlace(error, listed && placeOf(listed))
  }
  if (!['byte', 'short', 'int'].includes(bound.type.kind)) {
    throw invalid('DATA_TYPE', `${kind} expression must be integer type, but got "${typeSql(bound.type)}".`)
  }
  const value = interpreter(bound, { functions: planner.functions, evaluation })([])
  if (value === null) throw invalid('IS_NULL', `evaluated ${kind} expression must not be null.`)
  if ((value as number) >= 0) return value as number
  throw invalid('IS_NEGATIVE', `${kind} expression must be equal to or greater than 0, but got ${value}.`)
}
