/** Code that writes strings: copied by words while nothing in them has to be quoted. */
import type { CodeWriter } from '../../codegen/code-writer.ts'
import type { Vector } from '../../columnar/vector.ts'
import { skipMultiByte } from '../json/skip-value.ts'
import { refresh } from '../json/write-code.ts'
import { writeText } from '../json/write-text.ts'
import type { OutputBuffer } from '../output-buffer.ts'
import { javaText } from './java-text.ts'
import type { CsvWriteOptions } from './options.ts'
import type { CsvRowText } from './row-text.ts'

const tailMasks = Int32Array.of(0, 0xff, 0xffff, 0xffffff)
/** Bytes behind the end of a value that stop nothing. */
const tailFill = Int32Array.of(0x61616161, 0x61616100, 0x61610000, 0x61000000)

/** Writes a string at `p`: `writeOdd` for those that the loop does not copy. */
type WriteOdd = (
  target: OutputBuffer,
  at: number,
  source: Uint8Array,
  from: number,
  length: number,
  room: number,
) => number

/**
 * Writes what the column's code needs before the loop over rows.
 *
 * @returns writes the code of a value that is not null
 */
export function stringCode(
  w: CodeWriter,
  at: number,
  vector: Vector,
  options: CsvWriteOptions,
  rows: CsvRowText,
): () => void {
  w.line(
    `const { data: a${at}, view: d${at}, side: s${at}, sideView: e${at}, offsets: f${at}, lengths: l${at} } = texts[${at}]`,
  )
  if (vector.layout === 'dictionary') w.line(`const c${at} = columns[${at}].codes`)
  const row = vector.layout === 'dictionary' ? `c${at}[i]` : 'i'
  const odd = w.constant(oddWriter(options, rows, at === 0))
  const copy = (source: string, view: string): void =>
    copied(w, source, view, stops(options), odd, at === 0 ? commentCode(options) : undefined)
  return () => {
    w.line(`q = f${at}[${row}]`)
    w.line(`n = l${at}[${row}]`)
    if (vector.layout !== 'bytes' || vector.side === undefined) return copy(`a${at}`, `d${at}`)
    w.block('if (q >= 0)', () => copy(`a${at}`, `d${at}`))
    w.block('else', () => {
      w.line('q = -1 - q')
      copy(`s${at}`, `e${at}`)
    })
  }
}

/** A line must not begin with it unquoted; univocity's is # unless another is set. */
const commentCode = ({ comment }: CsvWriteOptions): number => (comment === '\0' ? 35 : comment.charCodeAt(0))

/** Bytes that may make a value be quoted or changed; undefined when the rules apply to every value. */
function stops(options: CsvWriteOptions): readonly number[] | undefined {
  const { delimiter, quote, escape: escaper, lineSep, quoteAll } = options
  const units = [...new Set([delimiter[0] as string, quote, escaper, '\n', '\r', ...(lineSep ?? '')])]
  const codes = units.map((unit) => unit.charCodeAt(0))
  return quoteAll || codes.some((code) => code > 127) ? undefined : codes
}

/** Copies `n` bytes at `q`, unless one of them stops, or is a blank at an end, or is no ASCII. */
function copied(
  w: CodeWriter,
  source: string,
  view: string,
  codes: readonly number[] | undefined,
  odd: string,
  comment: number | undefined,
): void {
  const slowly = (): void => {
    w.line(`p = ${odd}(t, p, ${source}, q, n, room)`)
    refresh(w)
  }
  if (codes === undefined) return slowly()
  const test = `(${codes.map((code) => hit(code)).join(' | ')} | x) & 0x80808080`
  w.block('copy:', () => {
    w.block('plain:', () => {
      const begins = comment === undefined ? '' : ` || ${source}[q] === ${comment}`
      w.line(`if (n === 0 || ${source}[q] <= 32 || ${source}[q + n - 1] <= 32${begins}) break plain`)
      w.line('e = n & ~3')
      w.block('for (j = 0; j < e; j += 4)', () => {
        w.line(`x = ${view}.getInt32(q + j, true)`)
        w.line(`if ((${test}) !== 0) break plain`)
        w.line('od.setInt32(p + j, x, true)')
      })
      w.line('e = n & 3')
      w.block('if (e !== 0)', () => {
        w.line(`x = ${view}.getInt32(q + j, true) & ${w.constant(tailMasks)}[e] | ${w.constant(tailFill)}[e]`)
        w.line(`if ((${test}) !== 0) break plain`)
        w.line('od.setInt32(p + j, x, true)')
      })
      w.line('p += n')
      w.line('break copy')
    })
    slowly()
  })
}

/** See `hits` of the scanner's code: high bits where a byte of `x` is `byte`. */
const hit = (byte: number): string => {
  const word = `(x ^ ${(byte * 0x01010101) | 0})`
  return `(${word} - 0x01010101 & ~${word})`
}

/** Values that begin with a comment's character, have blanks at their ends, special characters, or other than ASCII. */
function oddWriter(options: CsvWriteOptions, rows: CsvRowText, first: boolean): WriteOdd {
  const special = stops(options)
  const comment = commentCode(options)
  return (target, at, source, from, length, room) => {
    const end = from + length
    if (
      special !== undefined &&
      length > 0 &&
      isPlain(source, from, end, special) &&
      !(first && source[from] === comment)
    ) {
      target.top = at
      target.reserve(length + room)
      target.bytes.set(source.subarray(from, end), at)
      return at + length
    }
    return writeText(target, at, rows.value(javaText(source.subarray(from, end)), first), room)
  }
}

function isPlain(source: Uint8Array, from: number, end: number, special: readonly number[]): boolean {
  if ((source[from] as number) <= 32 || (source[end - 1] as number) <= 32) return false
  for (let at = from; at < end; ) {
    const byte = source[at] as number
    if (byte > 127) {
      at = skipMultiByte(source, at)
      if (at < 0 || at > end) return false
    } else if (special.includes(byte)) return false
    else at++
  }
  return true
}
