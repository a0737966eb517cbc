/** The uncompressed bytes of a file, read in order. */
export interface ByteStream {
  /** Bytes of the uncompressed file when known. */
  readonly size: number | undefined
  /** Fills a buffer, which begins at `position` of the uncompressed file; gives the bytes read, 0 at the end. */
  read(target: Uint8Array, position: number): number | Promise<number>
  close(): void | Promise<void>
}
