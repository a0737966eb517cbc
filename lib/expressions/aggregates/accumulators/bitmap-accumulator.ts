/** Accumulators that keep a bitmap of 32768 bits for each group. */
import { binaryType } from '../../../types/types.ts'
import type { Accumulator } from '../aggregate-function.ts'
import { bytesForm, type KeptObject, objectAccumulator } from './object-accumulator.ts'

/** Bytes of a bitmap. */
export const bitmapSize = 4096

/** What there is to say of one kind. */
export interface BitmapRule extends Pick<KeptObject<Uint8Array>, 'read' | 'add'> {
  /** What every byte is before the first row. */
  readonly start: 0 | 255
  /** Two bytes of one place. */
  combine(held: number, added: number): number
}

export function bitmapAccumulator({ start, combine, read, add }: BitmapRule): Accumulator {
  const fresh = () => new Uint8Array(bitmapSize).fill(start)
  return objectAccumulator<Uint8Array>({
    type: binaryType,
    form: bytesForm(
      (bitmap) => bitmap,
      (bytes) => bytes,
    ),
    fresh,
    read,
    add,
    merge(bitmap, other) {
      for (let at = 0; at < bitmapSize; at++) bitmap[at] = combine(bitmap[at] as number, other[at] as number)
      return bitmap
    },
    result: (bitmap) => bitmap ?? fresh(),
  })
}
