/** Casts to BINARY. */
import { utf8Of } from '../../columnar/bytes.ts'
import type { Cast, CastPair } from './cast-mode.ts'

const widths: { readonly [kind: string]: number } = { byte: 1, short: 2, int: 4, long: 8 }

/** A cast to BINARY: text as UTF-8, whole numbers as big-endian bytes (without ANSI only). */
export function toBinary({ from }: CastPair): Cast {
  const width = widths[from.kind]
  if (width === undefined) return (value) => utf8Of(value as string)
  return (value) => {
    const bytes = new Uint8Array(8)
    new DataView(bytes.buffer).setBigInt64(0, BigInt(value as number | bigint))
    return bytes.slice(8 - width)
  }
}
