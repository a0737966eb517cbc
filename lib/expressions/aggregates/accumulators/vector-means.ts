/** Sums and means of vectors (ARRAY<FLOAT>), component by component, as definitions; each step is rounded to a FLOAT. */
import { valueAt } from '../../../columnar/values.ts'
import type { Vector } from '../../../columnar/vector.ts'
import { MillraceError } from '../../../errors.ts'
import { arrayType, floatType } from '../../../types/types.ts'
import { checkCount } from '../../binder/signature.ts'
import type { Bound } from '../../bound.ts'
import { requireVector } from '../../functions/vector/vector-function.ts'
import type { AggregateFunction } from '../aggregate-function.ts'
import { type KeptObject, objectAccumulator } from './object-accumulator.ts'

interface Held {
  count: number
  values: Float32Array | undefined
}

/** How two components of so many vectors each become one; rounded to a FLOAT when it is kept. */
type Combine = (held: number, heldCount: number, added: number, addedCount: number) => number

function checkSame(name: string, length: number, other: number): void {
  if (length === other) return
  throw new MillraceError(
    'VECTOR_DIMENSION_MISMATCH',
    `Vectors passed to \`${name}\` must have the same dimension, but got ${length} and ${other}.`,
    { sqlState: '22000' },
  )
}

function keptOf(name: string, combine: Combine): KeptObject<Held> {
  let column: Vector | undefined
  const join = (held: Held, values: ArrayLike<number>, count: number): Held => {
    if (held.values === undefined) return { count, values: Float32Array.from(values) }
    checkSame(name, held.values.length, values.length)
    for (let at = 0; at < values.length; at++) {
      held.values[at] = combine(held.values[at] as number, held.count, values[at] as number, count)
    }
    held.count += count
    return held
  }
  return {
    type: arrayType(floatType, false),
    form: {
      write({ count, values = new Float32Array(0) }, to) {
        to.appendInt(count)
        to.appendInt(values.length)
        to.append(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
      },
      read(from) {
        const count = from.int()
        const bytes = new Uint8Array(from.take(4 * from.int()))
        return { count, values: new Float32Array(bytes.buffer, 0, bytes.length / 4) }
      },
    },
    fresh: () => ({ count: 0, values: undefined }),
    read: ([first]) => {
      column = first
    },
    // A vector with a null in it is left out, as a null is.
    add(held, row) {
      const values = valueAt(column as Vector, row) as readonly (number | null)[]
      return values.includes(null) ? held : join(held, values as readonly number[], 1)
    },
    merge: (held, other) => (other.values === undefined ? held : join(held, other.values, other.count)),
    result: (held) => (held?.values === undefined ? null : Array.from(held.values)),
  }
}

/** An aggregate of vectors of one dimension. */
export function vectorAggregate(name: string, summary: string, combine: Combine): AggregateFunction {
  return {
    name,
    summary,
    bind(args, context) {
      checkCount(args, 1, 1, context)
      requireVector(args[0] as Bound, 0, context)
      return { args, type: arrayType(floatType, false), nullable: true }
    },
    start: () => objectAccumulator(keptOf(name, combine)),
  }
}
