/** Distinct byte strings with dense codes from 0. Append-only (*kept* memory): a code once given stays valid. */
export interface Dictionary {
  /** How many codes exist. */
  readonly size: number
  /** Bytes of all entries; replaced (never overwritten) when it grows, so read it anew for each batch. */
  readonly data: Uint8Array
  readonly offsets: Int32Array
  readonly lengths: Int32Array
  /** The entry decoded as UTF-8; cached. */
  text(code: number): string
}
