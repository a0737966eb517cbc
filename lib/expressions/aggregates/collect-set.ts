/** All different values but null (Spark's `CollectSet`), in the order in which each came first. */
import { VectorBuilder } from '../../columnar/builder.ts'
import { ByteArena } from '../../columnar/bytes.ts'
import { KeptSets } from '../../columnar/cells/kept-sets.ts'
import { encodeRow, RowDecoder } from '../../columnar/row-codec.ts'
import type { DataType, SqlValue } from '../../types/data-type.ts'
import { arrayType } from '../../types/types.ts'
import { mismatch } from '../binder/mismatch.ts'
import { signature } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import { nonNullRows } from './accumulators/chosen-rows.ts'
import type { Accumulator, AggregateCall, AggregateContext, AggregateFunction } from './aggregate-function.ts'
import { opaqueBuffer } from './collect-list.ts'

const oneArgument = signature({
  takes: ['any'],
  gives: ([input]) => arrayType((input as Bound).type, false),
  nullable: false,
})

/** Maps have no equality in Spark. */
function holdsMap(type: DataType): boolean {
  if (type.kind === 'map') return true
  if (type.kind === 'array') return holdsMap(type.element)
  return type.kind === 'struct' && type.fields.some((one) => holdsMap(one.type))
}

/** @throws DATATYPE_MISMATCH.UNSUPPORTED_INPUT_TYPE */
export function refuseMaps(type: DataType, context: AggregateContext): void {
  if (!holdsMap(type)) return
  const detail = `The input of \`${context.name}\` can't be "MAP" or "COLLATED STRING" type data.`
  throw mismatch(context, 'UNSUPPORTED_INPUT_TYPE', detail)
}

export const collectSet: AggregateFunction = {
  name: 'collect_set',
  summary: 'All different values but null.',
  deterministic: false,
  bind(args, context) {
    const parts = oneArgument(args, context)
    refuseMaps((args[0] as Bound).type, context)
    return parts
  },
  start: (call) => setAccumulator(call),
}

function setAccumulator({ type }: AggregateCall): Accumulator {
  const sets = new KeptSets()
  const decoder = new RowDecoder([(type as DataType & { kind: 'array' }).element])
  const scratch = new ByteArena(256)
  return {
    cells: [sets],
    buffer: opaqueBuffer,
    add(ids, args, rows, count) {
      const chosen = nonNullRows(ids, args, rows, count)
      for (let i = 0; i < chosen.count; i++) {
        scratch.top = 0
        encodeRow(scratch, args, chosen.rows[i] as number, true)
        sets.add(chosen.ids[i] as number, scratch.view, 0, scratch.top)
      }
    },
    merge(into, other, from, count) {
      const [others] = other.cells as readonly [KeptSets]
      for (let i = 0; i < count; i++) addMembers(sets, into[i] as number, others, from[i] as number)
    },
    finish(ids, count) {
      const builder = new VectorBuilder(type, count)
      for (let i = 0; i < count; i++) {
        const values: SqlValue[] = []
        for (let member = sets.first(ids[i] as number); member >= 0; member = sets.next(member)) {
          values.push(decoder.value(sets, sets.offset(member)))
        }
        builder.append(values)
      }
      return builder.finish()
    },
  }
}

/** Adds the members of another set, as often as they are in it. */
export function addMembers(into: KeptSets, id: number, others: KeptSets, from: number): void {
  for (let member = others.first(from); member >= 0; member = others.next(member)) {
    into.add(id, others.view, others.offset(member), others.length(member), others.count(member))
  }
}
