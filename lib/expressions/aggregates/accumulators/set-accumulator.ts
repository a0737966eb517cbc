/** Accumulators over sketches that arrive as bytes: unions and intersections of Theta and Tuple sketches. */
import { BytesSource } from '../../../columnar/bytes-source.ts'
import { binaryType } from '../../../types/types.ts'
import type { Accumulator } from '../aggregate-function.ts'
import { bytesForm, objectAccumulator } from './object-accumulator.ts'

/** What is done with sketches that are held as compact sets. */
export interface SetOperation<S> {
  /** @throws what says that the bytes are no sketch */
  read(bytes: Uint8Array): S
  write(set: S): Uint8Array
  /** What is held after the first sketch. */
  first(set: S): S
  next(held: S, added: S): S
  /** What there is when no sketch came. */
  readonly none: S
}

export function setAccumulator<S>(operation: SetOperation<S>): Accumulator {
  const source = new BytesSource()
  const joined = (held: S | undefined, added: S) =>
    held === undefined ? operation.first(added) : operation.next(held, added)
  return objectAccumulator<S | undefined>({
    type: binaryType,
    form: bytesForm(
      (held) => operation.write(held as S),
      (bytes) => operation.read(bytes),
    ),
    fresh: () => undefined,
    read: ([column]) => column && source.read(column),
    add(held, row) {
      source.seek(row)
      return joined(held, operation.read(source.bytes.subarray(source.from, source.from + source.length)))
    },
    merge: (held, other) => joined(held, other as S),
    result: (held) => operation.write(held ?? operation.none),
  })
}
