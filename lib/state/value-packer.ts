/** msgpackr, which state values are stored by; loaded when the first processor runs. */
import type { ByteArena } from '../columnar/bytes.ts'
import { invariant } from '../errors.ts'

/** What is used of a Packr. */
interface Packer {
  pack(value: unknown): Uint8Array
  unpack(bytes: Uint8Array): unknown
  unpackMultiple(bytes: Uint8Array): unknown
}

let packer: Packer | undefined

/** Loads the packer: a promise the first time in a process, then nothing. */
export function packerReady(): void | Promise<void> {
  return packer === undefined ? load() : undefined
}

async function load(): Promise<void> {
  const { Packr } = await import('msgpackr')
  // No records: values are arrays by position, and the schema of their writer is kept beside them.
  packer ??= new Packr({ useRecords: false, copyBuffers: true }) as Packer
}

function ready(): Packer {
  invariant(packer, 'state values are packed before msgpackr is there')
  return packer
}

const copy = Uint8Array.prototype.slice

/** The bytes of a value, in memory of their own: what the packer gives is part of a larger buffer, which they would hold. */
export function pack(value: unknown): Uint8Array {
  // A Buffer's own slice is a view.
  return copy.call(ready().pack(value))
}

/** Appends the bytes of a value. */
export function packInto(arena: ByteArena, value: unknown): void {
  arena.append(ready().pack(value))
}

export function unpack(bytes: Uint8Array): unknown {
  return ready().unpack(bytes)
}

/** Values whose bytes stand one after another. */
export function unpackAll(bytes: Uint8Array): readonly unknown[] {
  return ready().unpackMultiple(bytes) as readonly unknown[]
}
