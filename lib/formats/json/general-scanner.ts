/**
 * The second way: one record with keys in any order, blanks, escapes, nulls, missing and unknown fields, stepped through
 * by code generated for the wanted names. It accepts less than Spark does (see `skip-value.ts`), never more.
 */

import { CodeWriter } from '../../codegen/code-writer.ts'
import { utf8Of } from '../../columnar/bytes.ts'
import type { JsonReadOptions } from './options.ts'
import { keptCache, stringText, wordMasks, wordOf } from './scan-code.ts'
import type { ScanColumns } from './scan-columns.ts'
import { longestName, skipValue } from './skip-value.ts'
import { valueCode } from './value-code.ts'

/** Reads the record at `p` into row `row`; gives the position behind the record's line end, or -1: not accepted. */
export type GeneralScan = (bytes: Uint8Array, view: DataView, p: number, columns: ScanColumns, row: number) => number

/** @param carriageReturn whether `\r` ends records too (it does unless `lineSep` is given) */
export function generalScanner(columns: ScanColumns, options: JsonReadOptions, carriageReturn: boolean): GeneralScan {
  const w = new CodeWriter()
  const { corrupt } = columns
  const { fields } = columns.schema
  const names = fields.flatMap((field, at) => (at === corrupt ? [] : [{ bytes: utf8Of(field.name), at }]))
  const seen = new Int32Array(fields.length)
  const stamp = new Int32Array(1)
  w.line('let c = 0, w = 0, m = 0, q = 0, k = 0, x = 0, neg = 0, count = 0')
  const cache = keptCache(w)
  w.line(`const seen = ${w.constant(seen)}, stamp = ++${w.constant(stamp)}[0] | 0`)
  w.line('c = b[p]')
  blanks(w)
  w.line('if (c !== 123) return -1')
  w.line('c = b[++p]')
  blanks(w)
  w.block('if (c === 125)', () => w.line('p++'))
  w.block('else for (;;)', () => {
    w.line('if (c !== 34) return -1')
    w.line('q = ++p')
    stringText(w, 'return -1', 'return -1')
    matchName(w, names)
    w.line('c = b[++p]')
    blanks(w)
    w.line('if (c !== 58) return -1')
    w.line('c = b[++p]')
    blanks(w)
    w.block('if (k < 0)', () => {
      w.line(`p = ${w.constant(skipValue)}(b, dv, p)`)
      w.line('if (p < 0) return -1')
    })
    w.block('else', () => {
      w.line('if (seen[k] !== stamp) { seen[k] = stamp; count++ }')
      valueCode(w, columns, options, cache)
    })
    w.line('c = b[p]')
    blanks(w)
    w.line('if (c === 44) { c = b[++p]')
    blanks(w)
    w.line('continue }')
    w.line('if (c !== 125) return -1')
    w.line('p++')
    w.line('break')
  })
  w.block(`if (count !== ${names.length})`, () => {
    w.block(`for (k = 0; k < ${fields.length}; k++)`, () => {
      w.line(`if (seen[k] !== stamp${corrupt >= 0 ? ` && k !== ${corrupt}` : ''}) columns.putNull(k, row)`)
    })
  })
  if (columns.hasBuilt) w.line('columns.finishRow()')
  // What follows the closing brace is not read, as in Spark.
  w.line(carriageReturn ? 'while ((c = b[p]) !== 10 && c !== 13) p++' : 'while (b[p] !== 10) p++')
  w.line(carriageReturn ? 'return c === 13 && b[p + 1] === 10 ? p + 2 : p + 1' : 'return p + 1')
  return w.compile<GeneralScan>(['b', 'dv', 'p', 'columns', 'row'])
}

/** Skips blanks within the line: `c` is the byte at `p`. */
function blanks(w: CodeWriter): void {
  w.line('while (c === 32 || c === 9) c = b[++p]')
}

/** Sets `k` to the column named by the bytes from `q` to `p`, or -1: by length, then by words. */
function matchName(w: CodeWriter, names: readonly { readonly bytes: Uint8Array; readonly at: number }[]): void {
  const byLength = new Map<number, { readonly bytes: Uint8Array; readonly at: number }[]>()
  for (const one of names) {
    const same = byLength.get(one.bytes.length)
    if (same) same.push(one)
    else byLength.set(one.bytes.length, [one])
  }
  w.line('k = -1')
  w.block('switch (p - q)', () => {
    for (const [length, candidates] of byLength) {
      w.block(`case ${length}:`, () => {
        for (const { bytes, at } of candidates) w.line(`if (${sameBytes(bytes)}) { k = ${at}; break }`)
        w.line('break')
      })
    }
    w.line(`default: if (p - q > ${longestName}) return -1`)
  })
}

function sameBytes(bytes: Uint8Array): string {
  const tests: string[] = []
  for (let at = 0; at < bytes.length; at += 4) {
    const length = Math.min(4, bytes.length - at)
    const word = `dv.getInt32(q + ${at}, true)`
    tests.push(
      length === 4
        ? `${word} === ${wordOf(bytes, at, 4)}`
        : `(${word} & ${wordMasks[length]}) === ${wordOf(bytes, at, length)}`,
    )
  }
  return tests.length === 0 ? 'true' : tests.join(' && ')
}
