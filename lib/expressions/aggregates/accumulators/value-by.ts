/** The value of one column in the row where another is smallest or largest. Of equal rows the last one counts. */
import { type KeptColumn, keptColumn } from '../../../columnar/cells/kept-column.ts'
import { arrayType, field, intType } from '../../../types/types.ts'
import { mismatch } from '../../binder/mismatch.ts'
import { checkCount } from '../../binder/signature.ts'
import type { Bound } from '../../bound.ts'
import { boundText } from '../../bound-text.ts'
import type { BindContext } from '../../scalar-function.ts'
import type { Accumulator, AggregateCall, AggregateParts } from '../aggregate-function.ts'
import { nonNullRows } from './chosen-rows.ts'
import { refuseUnordered } from './extreme-binding.ts'
import { valuesBy } from './values-by.ts'

/** Values that `min_by` and `max_by` give at most. */
const mostValues = 100_000

/**
 * `min_by(value, order[, k])`: with `k` an array.
 *
 * @throws DATATYPE_MISMATCH.INVALID_ORDERING_TYPE, NON_FOLDABLE_INPUT and VALUE_OUT_OF_RANGE for `k`
 */
export function bindBy(args: readonly Bound[], context: BindContext): AggregateParts {
  checkCount(args, 2, 3, context)
  const [value, order, several] = args as readonly [Bound, Bound, Bound?]
  refuseUnordered(order.type, context)
  if (!several) return { args, type: value.type, nullable: true }
  return { args: [value, order], type: arrayType(value.type, true), nullable: true, data: howMany(several, context) }
}

function howMany(several: Bound, context: BindContext): number {
  if (!context.foldable(several)) {
    const detail = `the input k should be a foldable int expression; however, got ${boundText(several)}.`
    throw mismatch(context, 'NON_FOLDABLE_INPUT', detail)
  }
  const most = Number(context.constant(context.cast(several, intType), 'k') ?? 0)
  if (most >= 1 && most <= mostValues) return most
  const detail = `The \`k\` must be between [1, ${mostValues}] (current value = ${most}).`
  throw mismatch(context, 'VALUE_OUT_OF_RANGE', detail)
}

/** What both run: `k` values, or one. */
export function startBy(call: AggregateCall, largest: boolean): Accumulator {
  return call.data === undefined ? valueBy(call, largest) : valuesBy(call, call.data as number, largest)
}

interface ValueBy extends Accumulator {
  readonly value: KeptColumn
  readonly order: KeptColumn
}

function valueBy({ args, type }: AggregateCall, largest: boolean): ValueBy {
  const orderType = args[1]?.type ?? type
  const value = keptColumn(type)
  const order = keptColumn(orderType)
  const sign = largest ? 1 : -1
  return {
    value,
    order,
    cells: [...value.cells, ...order.cells],
    buffer: [field('valueWithExtremumOrdering', type), field('extremumOrdering', orderType)],
    add(ids, columns, rows, count) {
      const [values, orders] = columns
      if (values === undefined || orders === undefined) return
      const chosen = nonNullRows(ids, [orders], rows, count)
      if (chosen.count === 0) return
      value.read(values)
      order.read(orders)
      for (let i = 0; i < chosen.count; i++) {
        const id = chosen.ids[i] as number
        const row = chosen.rows[i] as number
        if (order.has(id) && sign * order.compare(id, row) < 0) continue
        value.put(id, row)
        order.put(id, row)
      }
    },
    merge(into, other, from, count) {
      const others = other as ValueBy
      for (let i = 0; i < count; i++) {
        const id = into[i] as number
        const at = from[i] as number
        if (!others.order.has(at)) continue
        if (order.has(id) && sign * order.compareFrom(id, others.order, at) < 0) continue
        value.putFrom(id, others.value, at)
        order.putFrom(id, others.order, at)
      }
    },
    finish: (ids, count) => value.vector(ids, count),
  }
}
