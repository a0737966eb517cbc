/** What Theta and Tuple sketches hold: the hashes below a threshold, of which an estimate follows. */

/** The threshold of a sketch that has kept every hash: the highest BIGINT. */
export const everything = 0x7fffffffffffffffn

/** A sketch that takes no more values. */
export interface HashSet {
  /** All hashes below it are here. */
  readonly theta: bigint
  /** It has seen nothing. */
  readonly empty: boolean
  readonly keys: BigInt64Array
}

export interface TupleSet extends HashSet {
  /** The number of each key, and the mode it was made by. */
  readonly values: Float64Array
  readonly modes: Uint8Array
}

/** The part of all hashes that lie below the threshold. */
export function thetaOf({ theta }: HashSet): number {
  return Number(theta) / Number(everything)
}

/** About how many different values there were. */
export function estimateOf(set: HashSet): number {
  return set.keys.length / (set.theta === everything ? 1 : thetaOf(set))
}
