/**
 * Buffers that batches borrow. Ownership rule: memory is either *leased* (pooled; valid until the
 * last release) or *kept*. A consumer reads a batch only until its `onBatch` returns, or calls `retain` inside it.
 * Correctness never depends on release: the pool holds no reference to what it leased.
 */
export interface Pool {
  /** A buffer of at least `bytes` bytes (rounded up to a size class), with one reference held by the caller. */
  lease(bytes: number): Lease
  /** Bytes of leases that somebody retained beyond the producer's call; 0 when an epoch commits. */
  readonly retainedBytes: number
  /** Owners (as named to `retain`) of what is retained now; for the invariant at commit. */
  readonly owners: readonly string[]
}

export interface Lease {
  readonly buffer: ArrayBuffer
  /** Keeps the buffer beyond the current call; `owner` is named if it is forgotten. */
  retain(owner: string): void
  /** Gives one reference back; the last one returns the buffer to the pool. More releases than references throw. */
  release(owner?: string): void
}
