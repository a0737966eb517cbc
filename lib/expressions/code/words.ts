/**
 * Longs as two 32-bit words in generated code: `BigInt(number)` and `Number(bigint)` cost some 20 ns each, a store and a
 * load through shared memory 1 to 2.
 */
import type { Emitter } from '../emitter.ts'

const longs = new BigInt64Array(1)
const words = new Int32Array(longs.buffer)

/** Names of the low and high word of a long (a JavaScript expression of a bigint of 64 bits). */
export function splitLong(emitter: Emitter, value: string): { readonly low: string; readonly high: string } {
  const w = emitter.constant(words)
  emitter.line(`${emitter.constant(longs)}[0] = ${value}`)
  return { low: emitter.local(`${w}[0]`), high: emitter.local(`${w}[1]`) }
}

/** Name of the bigint of a 32-bit integer. */
export function longOfInt(emitter: Emitter, value: string): string {
  const w = emitter.constant(words)
  emitter.line(`${w}[0] = ${value}`)
  emitter.line(`${w}[1] = ${value} >> 31`)
  return emitter.local(`${emitter.constant(longs)}[0]`)
}

/** The double nearest to a long: one rounding only, as both halves are exact. */
export function doubleOfLong(emitter: Emitter, value: string): string {
  const { low, high } = splitLong(emitter, value)
  return emitter.local(`${high} * 4294967296 + (${low} >>> 0)`)
}
