/**
 * The loops of a key table over keys of a fixed number of 32-bit words, generated for that number.
 *
 * An *entry* is a key's id + 1; its words stand at entry · width of `keys`, and 0 means none. `slots` holds entries by hash,
 * open addressing with linear probing. Rows are looked up some hundred at a time in two passes, each of independent reads:
 * at millions of keys every read misses the cache, and so the processor waits for many of them at once.
 */
import { compile } from '../codegen/compile.ts'

export interface KeyKernels {
  /**
   * Looks at the first slot of each row only.
   *
   * @param words the rows' keys, one after another
   * @param hashes takes a hash per row
   * @param entries takes an entry per row; 0 = not there, or in a later slot
   * @returns how many rows got 0
   */
  readonly lookup: (
    words: Int32Array,
    count: number,
    keys: Int32Array,
    slots: Int32Array,
    mask: number,
    hashes: Int32Array,
    entries: Int32Array,
  ) => number
  /**
   * Finds the entry of each row that `lookup` left 0, or makes one. `keys` and `slots` must have room.
   *
   * @param supply new entries, in the order they are to be used; 0 = none are made
   * @returns how many were
   */
  readonly place: (
    words: Int32Array,
    count: number,
    keys: Int32Array,
    slots: Int32Array,
    mask: number,
    hashes: Int32Array,
    entries: Int32Array,
    supply: Int32Array,
  ) => number
  /** As `place`, without making any. */
  readonly find: (
    words: Int32Array,
    count: number,
    keys: Int32Array,
    slots: Int32Array,
    mask: number,
    hashes: Int32Array,
    entries: Int32Array,
  ) => void
  /** Frees the slot of an entry and moves up what was pushed past it: no tombstones. */
  readonly unlink: (keys: Int32Array, slots: Int32Array, mask: number, entry: number) => void
  /** Puts the ids `from … to-1` that have their bit in `alive` into slots. */
  readonly link: (
    keys: Int32Array,
    slots: Int32Array,
    mask: number,
    alive: Int32Array,
    from: number,
    to: number,
  ) => void
}

/** By width: they hold nothing, and code that all tables share is optimised once. */
const kernels = new Map<number, KeyKernels>()

/** The kernels for keys of `width` words, 1 or more. */
export function keyKernels(width: number): KeyKernels {
  let made = kernels.get(width)
  if (made === undefined) {
    made = makeKernels(width)
    kernels.set(width, made)
  }
  return made
}

/** Beyond this many words a loop is as good. */
const mostUnrolled = 12

function makeKernels(width: number): KeyKernels {
  const lookup = ['words', 'count', 'keys', 'slots', 'mask', 'hashes', 'entries'] as const
  const fresh = `
        const fresh = supply[used++]
        const to = fresh * ${width}
        ${each(width, (at) => `keys[to + ${at}] = words[row + ${at}]`)}
        slots[slot] = fresh
        entries[i] = fresh`
  return {
    lookup: compile(lookup, lookupCode(width)),
    place: compile([...lookup, 'supply'], `let used = 0\n${probeCode(width, fresh)}\nreturn used`),
    find: compile(lookup, probeCode(width, '')),
    unlink: compile(['keys', 'slots', 'mask', 'entry'], unlinkCode(width)),
    link: compile(['keys', 'slots', 'mask', 'alive', 'from', 'to'], linkCode(width)),
  }
}

function each(width: number, statement: (at: string) => string): string {
  if (width > mostUnrolled) return `for (let w = 0; w < ${width}; w++) { ${statement('w')} }`
  return Array.from({ length: width }, (_, at) => statement(String(at))).join('\n')
}

/** Statements that leave the hash of the key at `base` in `hash`. */
function hashCode(width: number, array: string, base: string): string {
  return `let hash = ${width}
    ${each(
      width,
      (at) => `hash = Math.imul(hash ^ ${array}[${base} + ${at}], 0x9e3779b1)
    hash ^= hash >>> 15`,
    )}
    hash = Math.imul(hash, 0x85ebca6b)
    hash ^= hash >>> 13`
}

function lookupCode(width: number): string {
  return `
  for (let i = 0; i < count; i++) {
    const row = i * ${width}
    ${hashCode(width, 'words', 'row')}
    hashes[i] = hash
    entries[i] = slots[hash & mask]
  }
  let missing = 0
  for (let i = 0; i < count; i++) {
    const row = i * ${width}
    const entry = entries[i]
    const key = entry * ${width}
    let differs = 0
    ${each(width, (at) => `differs |= words[row + ${at}] ^ keys[key + ${at}]`)}
    const found = entry & ~((differs | ((0 - differs) | 0)) >> 31)
    entries[i] = found
    missing += (found - 1) >>> 31
  }
  return missing`
}

function probeCode(width: number, absent: string): string {
  const same =
    width > mostUnrolled
      ? 'same'
      : Array.from({ length: width }, (_, at) => `words[row + ${at}] === keys[key + ${at}]`).join(' && ')
  const compare =
    width > mostUnrolled
      ? `let same = true
      for (let w = 0; w < ${width} && same; w++) same = words[row + w] === keys[key + w]`
      : ''
  return `
  for (let i = 0; i < count; i++) {
    if (entries[i] !== 0) continue
    const row = i * ${width}
    for (let slot = hashes[i] & mask; ; slot = (slot + 1) & mask) {
      const entry = slots[slot]
      if (entry === 0) {
        ${absent}
        break
      }
      const key = entry * ${width}
      ${compare}
      if (${same}) {
        entries[i] = entry
        break
      }
    }
  }`
}

function unlinkCode(width: number): string {
  return `
  const gone = entry * ${width}
  ${hashCode(width, 'keys', 'gone')}
  let hole = hash & mask
  while (slots[hole] !== entry) hole = (hole + 1) & mask
  for (let slot = (hole + 1) & mask; slots[slot] !== 0; slot = (slot + 1) & mask) {
    const other = slots[slot] * ${width}
    ${hashCode(width, 'keys', 'other')}
    if (((slot - hash) & mask) < ((slot - hole) & mask)) continue
    slots[hole] = slots[slot]
    hole = slot
  }
  slots[hole] = 0`
}

function linkCode(width: number): string {
  return `
  for (let id = from; id < to; id++) {
    if (((alive[id >>> 5] >>> (id & 31)) & 1) === 0) continue
    const key = (id + 1) * ${width}
    ${hashCode(width, 'keys', 'key')}
    let slot = hash & mask
    while (slots[slot] !== 0) slot = (slot + 1) & mask
    slots[slot] = id + 1
  }`
}
