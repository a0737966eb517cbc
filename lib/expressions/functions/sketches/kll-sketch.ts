/**
 * KLL sketches of quantiles (Karnin, Lang, Liberty: Optimal Quantile Approximation in Streams, 2016) with the sizes and the
 * order of Apache DataSketches. Where that draws a random bit to halve a level, ours follows from how many values have come:
 * a batch that is run again gives the same sketch.
 */

/** BIGINT as bigint, DOUBLE and FLOAT as number. */
export type KllValue = number | bigint

/** Least size of a level. */
const leastLevel = 8

/** Rooms by depth, of the sizes that are in use. */
const rooms = new Map<number, number[]>()

/** Room in a level. @param depth levels above it */
function roomAt(k: number, depth: number): number {
  let known = rooms.get(k)
  if (!known) {
    // Sizes come from queries and from bytes: there may be many in the long run.
    if (rooms.size > 100) rooms.clear()
    known = []
    rooms.set(k, known)
  }
  known[depth] ??= computedRoom(k, depth)
  return known[depth] as number
}

function computedRoom(k: number, depth: number): number {
  // k · (2/3)^depth, rounded; in two steps where the powers would be too big.
  const first = Math.min(depth, 30)
  const part = (size: number, steps: number) => (BigInt(2 * size) * 2n ** BigInt(steps)) / 3n ** BigInt(steps)
  const rounded = (size: number, steps: number) => Number((part(size, steps) + 1n) / 2n)
  const size = depth > 30 ? rounded(rounded(k, first), depth - first) : rounded(k, first)
  return Math.max(leastLevel, size)
}

/** Room in all levels. */
export function kllRoom(k: number, levels: number): number {
  let sum = 0
  for (let depth = 0; depth < levels; depth++) sum += roomAt(k, depth)
  return sum
}

export class KllSketch {
  readonly k: number
  /** The lowest k of the sketches that were merged after they had begun to estimate. */
  leastK: number
  count = 0n
  min: KllValue | undefined
  max: KllValue | undefined
  /** Values of weight 2^level; level 0 as they came, the others ascending. */
  levels: KllValue[][] = [[]]
  #kept = 0
  #room: number

  constructor(k: number) {
    this.k = k
    this.leastK = k
    this.#room = kllRoom(k, 1)
  }

  get kept(): number {
    return this.#kept
  }

  /** Takes over levels that were read. */
  restore(levels: KllValue[][]): void {
    this.levels = levels
    this.#kept = levels.reduce((sum, level) => sum + level.length, 0)
    this.#room = kllRoom(this.k, levels.length)
  }

  /** Adds a value; NaN is none. */
  add(value: KllValue): void {
    if (Number.isNaN(value)) return
    this.#widen(value, value)
    this.#push(value)
  }

  #widen(low: KllValue, high: KllValue): void {
    if (this.min === undefined || low < this.min || (low === 0 && Object.is(low, -0) && this.min === 0)) this.min = low
    if (this.max === undefined || high > this.max || (high === 0 && Object.is(this.max, -0))) this.max = high
  }

  #push(value: KllValue): void {
    if (this.#kept === this.#room) this.#makeRoom()
    this.count++
    this.#kept++
    ;(this.levels[0] as KllValue[]).push(value)
  }

  /** Halves the lowest level that is full. */
  #makeRoom(): void {
    let level = 0
    while ((this.levels[level] as KllValue[]).length < roomAt(this.k, this.levels.length - level - 1)) level++
    this.#halve(level)
    this.#room = kllRoom(this.k, this.levels.length)
  }

  /** Half of a level goes up; of an odd number the first stays, at level 0 the last that came. */
  #halve(level: number): void {
    const values = this.levels[level] as KllValue[]
    const odd = values.length % 2
    // In bytes level 0 lies the other way round: there it is the first as well.
    const stays = level === 0 ? values.slice(values.length - odd) : values.slice(0, odd)
    const halved = ascending(level === 0 ? values.slice(0, values.length - odd) : values.slice(odd))
    const offset = coin(this.count, level)
    const half = halved.filter((_, at) => at % 2 === offset)
    this.levels[level] = stays
    this.levels[level + 1] = ascending([...(this.levels[level + 1] ?? []), ...half])
    this.#kept -= half.length
  }

  /** Adds what another sketch holds. */
  merge(other: KllSketch): void {
    if (other.count === 0n) return
    const count = this.count + other.count
    // As they lie in bytes: the last first.
    for (const value of [...(other.levels[0] as KllValue[])].reverse()) this.#push(value)
    for (let level = 1; level < other.levels.length; level++) {
      const added = other.levels[level] as KllValue[]
      this.levels[level] = ascending([...(this.levels[level] ?? []), ...added])
      this.#kept += added.length
    }
    this.count = count
    if (other.levels.length > 1) {
      this.leastK = Math.min(this.leastK, other.leastK)
      this.#shrink()
    }
    this.#widen(other.min as KllValue, other.max as KllValue)
  }

  /** Halves levels, the lowest first, until all fit. */
  #shrink(): void {
    for (let level = 0; level < this.levels.length; level++) {
      const full = (this.levels[level] as KllValue[]).length >= roomAt(this.k, this.levels.length - level - 1)
      if (full && this.#kept >= kllRoom(this.k, this.levels.length)) this.#halve(level)
    }
    this.#room = kllRoom(this.k, this.levels.length)
  }

  /** All values with their weights, ascending. */
  weighted(): readonly { readonly value: KllValue; readonly weight: number }[] {
    const all = this.levels.flatMap((values, level) =>
      (level === 0 ? ascending(values) : values).map((value) => ({ value, weight: 2 ** level })),
    )
    return all.sort((a, b) => (a.value < b.value ? -1 : a.value > b.value ? 1 : signOf(a.value) - signOf(b.value)))
  }
}

/** -0.0 comes before 0.0. */
const signOf = (value: KllValue) => (Object.is(value, -0) ? -1 : 0)

function ascending(values: readonly KllValue[]): KllValue[] {
  if (typeof values[0] === 'bigint') return [...BigInt64Array.from(values as readonly bigint[]).sort()]
  return [...Float64Array.from(values as readonly number[]).sort()]
}

/** A bit that looks like a random one. */
function coin(count: bigint, level: number): 0 | 1 {
  let mixed = Math.imul(Number(BigInt.asIntN(32, count)) ^ Math.imul(level + 1, 0x9e3779b1), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return ((mixed ^ (mixed >>> 16)) & 1) as 0 | 1
}
