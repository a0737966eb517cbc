/** Texts joined, in the order in which rows come or in one of their own (Spark's `ListAgg`). */
import { VectorBuilder } from '../../columnar/builder.ts'
import { ByteArena, utf8Of } from '../../columnar/bytes.ts'
import { KeptValues } from '../../columnar/cells/kept-values.ts'
import { compareValues } from '../../columnar/compare.ts'
import { encodeRow, RowDecoder } from '../../columnar/row-codec.ts'
import { MillraceError } from '../../errors.ts'
import type { DataType, SqlValue } from '../../types/data-type.ts'
import { structType } from '../../types/types.ts'
import { differentTypes } from '../binder/mismatch.ts'
import { type Accepted, castArgument, checkCount } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import { boundKey } from '../bound-key.ts'
import { boundText } from '../bound-text.ts'
import { callText } from '../call-text.ts'
import { nonNullRows } from './accumulators/chosen-rows.ts'
import { sortOrderText } from './accumulators/order-text.ts'
import type { Accumulator, AggregateCall, AggregateFunction } from './aggregate-function.ts'
import { opaqueBuffer } from './collect-list.ts'

interface ListaggData {
  /** A string, or bytes where binary is joined; null = nothing between. */
  readonly delimiter: string | Uint8Array | null
  /** Sort keys, behind the first argument. */
  readonly orders: readonly { readonly ascending: boolean; readonly nullsFirst: boolean }[]
}

const delimiters: Accepted = { anyOf: ['string', 'binary', 'null'], shown: '("STRING" or "BINARY" or "VOID")' }

export const listagg: AggregateFunction = {
  name: 'listagg',
  aliases: ['string_agg'],
  summary: 'The texts but null, joined with a delimiter; in the order of rows or of WITHIN GROUP (ORDER BY …).',
  deterministic: false,
  ordered: true,
  bind(args, context) {
    checkCount(args, 1, 2, context)
    const [first, second] = args as readonly [Bound, Bound?]
    const input = castArgument(first, 0, ['string', 'binary'], context)
    const given = second && castArgument(second, 1, delimiters, context)
    if (given && given.type.kind !== 'null' && given.type.kind !== input.type.kind) {
      throw differentTypes(context, [input.type, given.type])
    }
    const delimiter = (given ? context.constant(given, 'delimiter') : null) as ListaggData['delimiter']
    const { orderBy } = context
    if (context.distinct) refuseOtherOrder(first, orderBy)
    const data: ListaggData = {
      delimiter,
      orders: orderBy.map(({ ascending, nullsFirst }) => ({ ascending, nullsFirst })),
    }
    // With an order it is always called listagg.
    const name = orderBy.length > 0 ? 'listagg' : context.name
    const plain = callText(name, [boundText(first), second ? boundText(second) : 'NULL'], context.distinct)
    const text =
      orderBy.length > 0 ? `${plain} WITHIN GROUP (ORDER BY ${orderBy.map(sortOrderText).join(', ')})` : plain
    const bound = { args: [input, ...orderBy.map(({ value }) => value)], type: input.type, nullable: true, data, text }
    if (orderBy.length === 0) return bound
    const parts = [boundText(first), second ? boundText(second) : 'NULL', ...orderBy.map(sortOrderText)]
    return { ...bound, ofPartition: callText('listagg', parts) }
  },
  start: (call) => joinAccumulator(call),
}

/** Distinct texts can only be in an order of their own. @throws INVALID_WITHIN_GROUP_EXPRESSION.MISMATCH_WITH_DISTINCT_INPUT */
function refuseOtherOrder(input: Bound, orderBy: readonly { readonly value: Bound }[]): void {
  const key = boundKey(uncast(input))
  if (orderBy.every(({ value }) => boundKey(uncast(value)) === key)) return
  const order = orderBy.map(({ value }) => boundText(value)).join(', ')
  throw new MillraceError(
    'INVALID_WITHIN_GROUP_EXPRESSION.MISMATCH_WITH_DISTINCT_INPUT',
    'Invalid function `listagg` with WITHIN GROUP. The function is invoked with DISTINCT and WITHIN GROUP but expressions ' +
      `"${boundText(input)}" and "${order}" do not match. The WITHIN GROUP ordering expression must be picked from the ` +
      'function inputs.',
    {
      sqlState: '42K0K',
      parameters: { funcName: '`listagg`', funcArg: `"${boundText(input)}"`, orderingExpr: `"${order}"` },
    },
  )
}

const uncast = (bound: Bound): Bound => (bound.kind === 'cast' && bound.implicit ? uncast(bound.input) : bound)

/** Rows of a group lie one behind the other, encoded; they are put in order and joined in the end. */
function joinAccumulator({ args, type, data }: AggregateCall): Accumulator {
  const { delimiter, orders } = data as ListaggData
  const kept = new KeptValues()
  const scratch = new ByteArena(256)
  const types = args.map((arg) => arg.type)
  const decoder = new RowDecoder([structType(types.map((one, at) => ({ name: `${at}`, type: one, nullable: true })))])
  return {
    cells: [kept],
    buffer: opaqueBuffer,
    add(ids, columns, rows, count) {
      const [texts] = columns
      if (texts === undefined) return
      const chosen = nonNullRows(ids, [texts], rows, count)
      for (let i = 0; i < chosen.count; i++) {
        // The row as a struct that is not null.
        scratch.top = 1
        scratch.bytes[0] = 1
        encodeRow(scratch, columns, chosen.rows[i] as number, false)
        kept.append(chosen.ids[i] as number, scratch.bytes, 0, scratch.top)
      }
    },
    merge(into, other, from, count) {
      const [others] = other.cells as readonly [KeptValues]
      kept.appendAll(into, others, from, count)
    },
    finish(ids, count) {
      const builder = new VectorBuilder(type, count)
      for (let i = 0; i < count; i++) {
        const id = ids[i] as number
        const length = kept.lengths[id] as number
        if (length <= 0) {
          builder.append(null)
          continue
        }
        const rows = decoder.values(kept, kept.offsets[id] as number, length) as readonly (readonly SqlValue[])[]
        builder.append(
          joined(
            sorted(rows, types, orders).map(([text]) => text as string),
            delimiter,
          ),
        )
      }
      return builder.finish()
    },
  }
}

function sorted(
  rows: readonly (readonly SqlValue[])[],
  types: readonly DataType[],
  orders: ListaggData['orders'],
): readonly (readonly SqlValue[])[] {
  if (orders.length === 0) return rows
  return [...rows].sort((a, b) => {
    for (const [at, { ascending, nullsFirst }] of orders.entries()) {
      const [x, y] = [a[at + 1] as SqlValue, b[at + 1] as SqlValue]
      if (x === null || y === null) {
        if (x === y) continue
        return (x === null) === nullsFirst ? -1 : 1
      }
      const order = compareValues(types[at + 1] as DataType, x, y)
      if (order !== 0) return ascending ? order : -order
    }
    return 0
  })
}

function joined(parts: readonly (string | Uint8Array)[], delimiter: ListaggData['delimiter']): SqlValue {
  if (typeof parts[0] === 'string') return parts.join((delimiter ?? '') as string)
  const arena = new ByteArena(256)
  for (const [at, part] of parts.entries()) {
    if (at > 0 && delimiter !== null) arena.append(typeof delimiter === 'string' ? utf8Of(delimiter) : delimiter)
    arena.append(part as Uint8Array)
  }
  return arena.bytes.slice(0, arena.top)
}
