/** Single fields in bytes: what the generated scanner leaves to functions. */
import type { SideBuffer } from '../json/side-buffer.ts'

/** The bytes that mean something between values. */
export interface FieldSyntax {
  readonly delimiter: number
  readonly quote: number
  readonly escape: number
  /** What the escape character escapes besides the quote; 0 = nothing. */
  readonly escapeEscape: number
  /** Whether `\r` ends lines too. */
  readonly carriageReturn: boolean
}

/** Whether a byte ends a field. */
export function endsField(byte: number, { delimiter, carriageReturn }: FieldSyntax): boolean {
  return byte === delimiter || byte === 10 || (carriageReturn && byte === 13)
}

let scratch = new Uint8Array(1024)

/**
 * Appends the value between quotes to `side`, unescaped.
 *
 * @param from first byte behind the opening quote
 * @returns position behind the closing quote, or -1 when the value does not end as it should
 */
export function unescapeInto(side: SideBuffer, bytes: Uint8Array, from: number, syntax: FieldSyntax): number {
  const { quote, escape: escaper, escapeEscape } = syntax
  let at = from
  let top = 0
  for (;;) {
    if (top + 2 > scratch.length) {
      const grown = new Uint8Array(scratch.length * 2)
      grown.set(scratch)
      scratch = grown
    }
    const byte = bytes[at] as number
    if (byte === 10 || (byte === 13 && syntax.carriageReturn)) return -1
    const next = bytes[at + 1] as number
    if (byte === escaper && next === quote && (escaper !== quote || !endsField(next, syntax))) {
      scratch[top++] = quote
      at += 2
    } else if (byte === quote) {
      if (!endsField(next, syntax)) return -1
      side.append(scratch.subarray(0, top))
      return at + 1
    } else if (byte === escaper && next === escapeEscape) {
      scratch[top++] = byte
      at += 2
    } else {
      scratch[top++] = byte
      at++
    }
  }
}
