/** The smallest or largest of strings and binary, as bytes: nothing is decoded. */
import { BytesSource } from '../../../columnar/bytes-source.ts'
import { bytesVector } from '../../../columnar/cells/kept-column.ts'
import { KeptValues, noValue } from '../../../columnar/cells/kept-values.ts'
import type { DataType, Field } from '../../../types/data-type.ts'
import type { Accumulator } from '../aggregate-function.ts'
import { nonNullRows } from './chosen-rows.ts'

/** @param largest whether max, not min */
export function extremeText(type: DataType, buffer: readonly Field[], largest: boolean): Accumulator {
  const kept = new KeptValues()
  const source = new BytesSource()
  const offer = (id: number, bytes: Uint8Array, from: number, length: number): void => {
    const held = kept.lengths[id] as number
    if (held !== noValue) {
      const order = compareRuns(bytes, from, length, kept.bytes, kept.offsets[id] as number, held)
      if (largest ? order <= 0 : order >= 0) return
    }
    kept.set(id, bytes, from, length)
  }
  return {
    cells: [kept],
    buffer,
    add(ids, args, rows, count) {
      const chosen = nonNullRows(ids, args, rows, count)
      const [arg] = args
      if (arg === undefined || chosen.count === 0) return
      source.read(arg)
      for (let i = 0; i < chosen.count; i++) {
        source.seek(chosen.rows[i] as number)
        offer(chosen.ids[i] as number, source.bytes, source.from, source.length)
      }
    },
    merge(into, other, from, count) {
      const [others] = other.cells as readonly [KeptValues]
      for (let i = 0; i < count; i++) {
        const at = from[i] as number
        const length = others.lengths[at] as number
        if (length !== noValue) offer(into[i] as number, others.bytes, others.offsets[at] as number, length)
      }
    },
    finish: (ids, count) => bytesVector(type, kept, ids, count),
  }
}

/** Spark's order of strings: unsigned bytes, a prefix first. */
export function compareRuns(
  a: Uint8Array,
  fromA: number,
  lengthA: number,
  b: Uint8Array,
  fromB: number,
  lengthB: number,
): number {
  const shared = Math.min(lengthA, lengthB)
  for (let i = 0; i < shared; i++) {
    const difference = (a[fromA + i] as number) - (b[fromB + i] as number)
    if (difference !== 0) return difference
  }
  return lengthA - lengthB
}
