/** The engine's pool: free lists by size class. It knows free buffers only; what it leased it has forgotten. */
import { invariant } from '../errors.ts'
import type { Lease, Pool } from './pool.ts'

const smallestClass = 12

/** Power of two at least `bytes`, as an exponent. */
const sizeClass = (bytes: number): number => (bytes <= 1 << smallestClass ? smallestClass : 32 - Math.clz32(bytes - 1))

export class BufferPool implements Pool {
  readonly #free: ArrayBuffer[][] = []
  #freeBytes = 0
  readonly #maxFreeBytes: number
  readonly #owners = new Map<string, number>()
  retainedBytes = 0

  /** @param maxFreeBytes what the free lists may hold; returned buffers beyond it go to the garbage collector */
  constructor(maxFreeBytes = 64 << 20) {
    this.#maxFreeBytes = maxFreeBytes
  }

  get owners(): readonly string[] {
    return [...this.#owners.keys()]
  }

  lease(bytes: number): Lease {
    const exponent = sizeClass(bytes)
    const buffer = this.#free[exponent]?.pop()
    if (buffer) this.#freeBytes -= buffer.byteLength
    return new PooledLease(this, buffer ?? new ArrayBuffer(2 ** exponent))
  }

  /** Takes a buffer back; tests override it to poison what returns. */
  giveBack(buffer: ArrayBuffer): void {
    if (this.#freeBytes + buffer.byteLength > this.#maxFreeBytes) return
    const exponent = sizeClass(buffer.byteLength)
    this.#free[exponent] ??= []
    this.#free[exponent].push(buffer)
    this.#freeBytes += buffer.byteLength
  }

  retained(owner: string, bytes: number): void {
    this.retainedBytes += bytes
    this.#owners.set(owner, (this.#owners.get(owner) ?? 0) + 1)
  }

  unretained(owner: string, bytes: number): void {
    this.retainedBytes -= bytes
    const left = (this.#owners.get(owner) ?? 0) - 1
    if (left > 0) this.#owners.set(owner, left)
    else this.#owners.delete(owner)
  }
}

class PooledLease implements Lease {
  readonly buffer: ArrayBuffer
  readonly #pool: BufferPool
  #references = 1

  constructor(pool: BufferPool, buffer: ArrayBuffer) {
    this.#pool = pool
    this.buffer = buffer
  }

  retain(owner: string): void {
    invariant(this.#references > 0, `${owner} retains a buffer that was given back`)
    this.#references++
    this.#pool.retained(owner, this.buffer.byteLength)
  }

  release(owner?: string): void {
    invariant(this.#references > 0, `a buffer was released twice${owner === undefined ? '' : ` by ${owner}`}`)
    if (owner !== undefined) this.#pool.unretained(owner, this.buffer.byteLength)
    if (--this.#references === 0) this.#pool.giveBack(this.buffer)
  }
}
