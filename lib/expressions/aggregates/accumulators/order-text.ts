/** Sort keys of `WITHIN GROUP (ORDER BY …)` as Spark prints them. */
import { boundText } from '../../bound-text.ts'
import type { AggregateOrder } from '../aggregate-function.ts'

/** `col` or `col DESC`: of functions that order by one key and know nulls apart. */
export function orderText({ value, ascending }: AggregateOrder): string {
  return boundText(value) + (ascending ? '' : ' DESC')
}

/** `col DESC NULLS LAST` */
export function sortOrderText({ value, ascending, nullsFirst }: AggregateOrder): string {
  return `${boundText(value)} ${ascending ? 'ASC' : 'DESC'} NULLS ${nullsFirst ? 'FIRST' : 'LAST'}`
}
