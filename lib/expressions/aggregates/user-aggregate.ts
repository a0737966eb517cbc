/** Aggregates of the program's own (Spark's `Aggregator`): how rows reach them, and how their buffers are kept. */
import { batchOf, VectorBuilder } from '../../columnar/builder.ts'
import { ByteArena } from '../../columnar/bytes.ts'
import type { BytesReader } from '../../columnar/bytes-reader.ts'
import { ObjectCells, type ObjectForm } from '../../columnar/cells/object-cells.ts'
import { encodeRow, RowDecoder } from '../../columnar/row-codec.ts'
import { valueAt } from '../../columnar/values.ts'
import type { DataType } from '../../types/data-type.ts'
import { Schema } from '../../types/schema.ts'
import { field } from '../../types/types.ts'
import { fromRowValue, toRowValue } from '../../types/values/row-value.ts'
import { castArgument, checkCount } from '../binder/signature.ts'
import { boundText } from '../bound-text.ts'
import { callText } from '../call-text.ts'
import { asyncFunction, failedCall } from '../user-function.ts'
import { allRows } from './accumulators/chosen-rows.ts'
import type { Accumulator, AggregateCall, AggregateFunction } from './aggregate-function.ts'
import type { UserAggregateDefinition, UserAggregator } from './user-aggregate-table.ts'

/** An aggregate of the program's as a function: `id` is what expressions call it by. */
export function userAggregate(id: string, definition: UserAggregateDefinition): AggregateFunction {
  const { name, takes, gives, deterministic } = definition
  return {
    name: id,
    summary: 'An aggregate of the program.',
    deterministic,
    bind(args, context) {
      const shown = context.name === id ? name : context.name
      const named = { ...context, name: shown }
      if (takes) checkCount(args, takes.length, takes.length, named)
      const cast = args.map((arg, at) => (takes ? castArgument(arg, at, takes[at] as DataType, named) : arg))
      return { args: cast, type: gives, nullable: true, text: callText(shown, args.map(boundText), context.distinct) }
    },
    start: (call) => userAccumulator(definition, call),
  }
}

/** The buffers of groups, values of the program's; none until the first row. */
function userAccumulator(definition: UserAggregateDefinition, { args }: AggregateCall): Accumulator {
  const { name, gives, buffer } = definition
  const types = args.map(({ type }) => type)
  const what = `the buffer of ${name}`
  const buffers = new ObjectCells(bufferForm(buffer, what))
  const part = callsOf(definition, types)
  return {
    cells: [buffers],
    buffer: [field('buffer', buffer)],
    add(ids, columns, rows, count) {
      const chosen = allRows(ids, rows, count)
      for (let i = 0; i < count; i++) {
        const id = chosen.ids[i] as number
        const row = chosen.rows[i] as number
        const values = columns.map((column, at) => toRowValue(types[at] as DataType, valueAt(column, row)))
        const before = buffers.values[id] ?? { value: part('zero', []) }
        buffers.values[id] = { value: part('reduce', [before.value, ...values]) }
      }
    },
    merge(into, other, from, count) {
      const others = (other.cells as readonly [typeof buffers])[0].values
      for (let i = 0; i < count; i++) {
        const id = into[i] as number
        const more = others[from[i] as number]
        if (!more) continue
        const own = buffers.values[id]
        buffers.values[id] = own ? { value: part('merge', [own.value, more.value]) } : more
      }
    },
    finish(ids, count) {
      const builder = new VectorBuilder(gives, count)
      for (let i = 0; i < count; i++) {
        const held = buffers.values[ids[i] as number]
        const result = part('finish', [held ? held.value : part('zero', [])])
        builder.append(fromRowValue(gives, result, `the result of ${name}`))
      }
      return builder.finish()
    },
  }
}

/** A buffer, which may be null or undefined itself. */
interface Held {
  readonly value: unknown
}

/** Calls of the aggregator's parts. @returns throws FAILED_EXECUTE_UDF when one throws */
function callsOf({ name, aggregator, gives }: UserAggregateDefinition, types: readonly DataType[]) {
  return (part: keyof UserAggregator, values: readonly unknown[]): unknown => {
    const body = aggregator[part] as (...values: readonly unknown[]) => unknown
    let result: unknown
    try {
      result = body(...values)
    } catch (error) {
      throw failedCall({ name: `${name}.${part}`, gives }, types, values, error)
    }
    if (!(result instanceof Promise)) return result
    // Its failure has been reported by the refusal.
    result.catch(() => {})
    throw asyncFunction(`${name}.${part}`)
  }
}

/** Buffers as values of their type; a value that does not fit fails when the state is saved. */
function bufferForm(type: DataType, what: string): ObjectForm<Held> {
  const schema = new Schema([field('buffer', type)])
  const decoder = new RowDecoder([type])
  const scratch = new ByteArena(64)
  return {
    write({ value }, to) {
      scratch.top = 0
      encodeRow(scratch, batchOf(schema, [[fromRowValue(type, value, what)]]).columns, 0, false)
      const at = to.reserve(4)
      to.view.setInt32(at, scratch.top, true)
      to.top = at + 4
      to.append(scratch.bytes, 0, scratch.top)
    },
    read(from: BytesReader) {
      const length = from.int()
      return { value: toRowValue(type, decoder.value(from, from.skip(length))) }
    },
  }
}
