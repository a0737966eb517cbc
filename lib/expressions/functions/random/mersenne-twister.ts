/** The generator MT19937 of Matsumoto and Nishimura, as Commons Math seeds it with 64 bits: what Spark's `shuffle` uses. */

const size = 624
const middle = 397

export class MersenneTwister {
  readonly #state = new Int32Array(size)
  #next = size

  /** @param seed 64 bits, taken as two words with the higher first */
  constructor(seed: bigint) {
    this.#fill(19_650_218)
    const key = [Number(BigInt.asIntN(32, seed >> 32n)), Number(BigInt.asIntN(32, seed))]
    const state = this.#state
    const previous = (at: number) => (state[at - 1] as number) ^ ((state[at - 1] as number) >>> 30)
    let at = 1
    const step = () => {
      if (++at < size) return
      state[0] = state[size - 1] as number
      at = 1
    }
    for (let round = 0; round < size; round++) {
      const word = round % key.length
      state[at] = ((state[at] as number) ^ Math.imul(previous(at), 1_664_525)) + (key[word] as number) + word
      step()
    }
    for (let round = 1; round < size; round++) {
      state[at] = ((state[at] as number) ^ Math.imul(previous(at), 1_566_083_941)) - at
      step()
    }
    state[0] = 0x80000000 | 0
  }

  #fill(seed: number): void {
    const state = this.#state
    state[0] = seed
    for (let at = 1; at < size; at++) {
      const last = state[at - 1] as number
      state[at] = Math.imul(1_812_433_253, last ^ (last >>> 30)) + at
    }
  }

  #twist(): void {
    const state = this.#state
    for (let at = 0; at < size; at++) {
      const joined = ((state[at] as number) & 0x80000000) | ((state[(at + 1) % size] as number) & 0x7fffffff)
      state[at] = (state[(at + middle) % size] as number) ^ (joined >>> 1) ^ (joined & 1 ? 0x9908b0df : 0)
    }
    this.#next = 0
  }

  /** 31 random bits, not negative. */
  #bits(): number {
    if (this.#next === size) this.#twist()
    let word = this.#state[this.#next++] as number
    word ^= word >>> 11
    word ^= (word << 7) & 0x9d2c5680
    word ^= (word << 15) & 0xefc60000
    word ^= word >>> 18
    return word >>> 1
  }

  /** A whole number from 0 up to, not including, `limit` (a positive INT), as Java's `Random` makes it of 31 bits. */
  nextInt(limit: number): number {
    if ((limit & -limit) === limit) return Number((BigInt(limit) * BigInt(this.#bits())) >> 31n)
    for (;;) {
      const bits = this.#bits()
      const value = bits % limit
      if (bits - value + (limit - 1) <= 0x7fffffff) return value
    }
  }
}
