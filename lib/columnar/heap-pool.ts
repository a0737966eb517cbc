/** The pool of plain RxJS and of everything handed to users: fresh memory each time, release does nothing. */
import type { Lease, Pool } from './pool.ts'

class HeapLease implements Lease {
  readonly buffer: ArrayBuffer
  constructor(bytes: number) {
    this.buffer = new ArrayBuffer(bytes)
  }
  retain(): void {}
  release(): void {}
}

export const heapPool: Pool = Object.freeze({
  lease: (bytes: number): Lease => new HeapLease(bytes),
  retainedBytes: 0,
  owners: Object.freeze([]) as readonly string[],
})
