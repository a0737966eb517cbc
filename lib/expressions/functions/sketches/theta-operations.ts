/** Union, intersection and difference of Theta sketches; hashes are ascending, in and out. */
import { everything, type HashSet } from './hash-set.ts'

const nothing: HashSet = { theta: everything, empty: true, keys: new BigInt64Array(0) }

const lower = (a: bigint, b: bigint) => (a < b ? a : b)

/** A sketch that has kept nothing of everything has seen nothing. */
function made(theta: bigint, keys: BigInt64Array): HashSet {
  return keys.length === 0 && theta === everything ? nothing : { theta, empty: false, keys }
}

/** @param nominalBits it keeps at most the 2^nominalBits smallest */
export function thetaUnion(a: HashSet, b: HashSet, nominalBits: number): HashSet {
  if (a.empty && b.empty) return nothing
  const theta = lower(a.theta, b.theta)
  const all = new BigInt64Array(a.keys.length + b.keys.length)
  all.set(a.keys)
  all.set(b.keys, a.keys.length)
  const keys = all.sort().filter((key, at) => key < theta && key !== all[at - 1])
  const most = 2 ** nominalBits
  return keys.length > most ? made(keys[most] as bigint, keys.slice(0, most)) : made(theta, keys)
}

export function thetaIntersection(a: HashSet, b: HashSet): HashSet {
  if (a.empty || b.empty) return nothing
  const theta = lower(a.theta, b.theta)
  const others = new Set(b.keys)
  return made(
    theta,
    a.keys.filter((key) => key < theta && others.has(key)),
  )
}

/** What is in `a` but not in `b`. */
export function thetaDifference(a: HashSet, b: HashSet): HashSet {
  if (a.empty || b.empty) return a
  const theta = lower(a.theta, b.theta)
  const others = new Set(b.keys)
  return made(
    theta,
    a.keys.filter((key) => key < theta && !others.has(key)),
  )
}

/** A sketch that has seen nothing. */
export const emptyTheta = nothing
