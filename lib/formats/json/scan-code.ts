/**
 * Pieces of JavaScript that the scanners are generated from. They work on the locals `b` (bytes), `dv` (a DataView on
 * them), `p` (position), `c` (a byte), `w` and `m` (words), `q` (start of a value), all of them int32 for ever. `fail`
 * is the statement that leaves the fast way.
 */
import type { CodeWriter } from '../../codegen/code-writer.ts'
import { daysInMonth, epochDay } from '../../types/time/calendar.ts'
import { zone } from '../../types/time/zone.ts'
import type { JsonReadOptions } from './options.ts'
import { skipMultiByte } from './skip-value.ts'

/**
 * From the first byte of a string's text to its closing quote, four bytes a step: a word is plain unless a byte of it is
 * a quote, a backslash, a control character or above 127 (the classic tests for a zero byte and for a byte below n; the
 * lowest hit is exact). Ends with `c` as closing quote; `special` handles a backslash.
 */
export function stringText(w: CodeWriter, fail: string, special: string): void {
  const multi = w.constant(skipMultiByte)
  w.block('for (;;)', () => {
    w.line('w = dv.getInt32(p, true)')
    w.line(`m = ${plainTest('w')}`)
    w.block('if (m === 0)', () => {
      w.line('p += 4')
      w.line('continue')
    })
    w.line('p += (31 - Math.clz32(m & -m)) >> 3')
    w.line('c = b[p]')
    w.line('if (c === 34) break')
    w.block('if (c < 128)', () => w.line(special))
    w.line(`p = ${multi}(b, p)`)
    w.block('if (p < 0)', () => w.line(fail))
  })
}

/** Zero when none of the four bytes ends or interrupts a plain string. */
export const plainTest = (w: string): string =>
  `(((${w} ^ 0x22222222) - 0x01010101 & ~(${w} ^ 0x22222222)) | ((${w} ^ 0x5c5c5c5c) - 0x01010101 & ~(${w} ^ 0x5c5c5c5c)) | ` +
  `(${w} - 0x20202020 & ~${w}) | ${w}) & 0x80808080`

/** Little-endian word of up to four bytes. */
export const wordOf = (bytes: Uint8Array, at: number, length: number): number => {
  let word = 0
  for (let i = 0; i < length; i++) word |= (bytes[at + i] as number) << (8 * i)
  return word
}

/** Masks of the first n bytes of a little-endian word. */
export const wordMasks = [0, 0xff, 0xffff, 0xffffff] as const

/** A condition that is true when `bytes` do not stand at `base`. */
export function mismatch(bytes: Uint8Array, base: string): string {
  const tests: string[] = []
  let at = 0
  for (; at + 4 <= bytes.length; at += 4) {
    tests.push(`dv.getInt32(${at === 0 ? base : `${base} + ${at}`}, true) !== ${wordOf(bytes, at, 4)}`)
  }
  const rest = bytes.length - at
  if (rest === 1) tests.push(`b[${base} + ${at}] !== ${bytes[at]}`)
  else if (rest > 1)
    tests.push(`(dv.getInt32(${base} + ${at}, true) & ${wordMasks[rest]}) !== ${wordOf(bytes, at, rest)}`)
  return tests.length === 0 ? 'false' : tests.join(' || ')
}

/** Dates outside these years take the slow way, so that microseconds stay exact in a double. */
const firstYear = 1700
const lastYear = 2250

/** What `dayAt` gives for text that is no day of the years above. */
export const noDay = -0x80000000

/** Days since 1970 of `yyyy-MM-dd` at `at`, or `noDay`. */
export function dayAt(bytes: Uint8Array, at: number): number {
  if (bytes[at + 4] !== 45 || bytes[at + 7] !== 45) return noDay
  const year = digits(bytes, at, 4)
  const month = digits(bytes, at + 5, 2)
  const day = digits(bytes, at + 8, 2)
  if (year < firstYear || year > lastYear || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month))
    return noDay
  return epochDay(year, month, day)
}

function digits(bytes: Uint8Array, at: number, count: number): number {
  let value = 0
  for (let i = 0; i < count; i++) {
    const digit = (bytes[at + i] as number) - 48
    if (digit < 0 || digit > 9) return -1
    value = value * 10 + digit
  }
  return value
}

/** Seconds of `HH:MM` at `at`, up to 18 hours as Java's offsets, or -1. */
export function offsetAt(bytes: Uint8Array, at: number): number {
  if (bytes[at + 2] !== 58) return -1
  const hours = digits(bytes, at, 2)
  const minutes = digits(bytes, at + 3, 2)
  if (hours < 0 || minutes < 0 || minutes > 59) return -1
  const seconds = hours * 3600 + minutes * 60
  return seconds > 64_800 ? -1 : seconds
}

/** Where code keeps the date and the offset read last: their text as words, and what they mean. */
export interface TimeCache {
  readonly date: readonly [string, string, string]
  readonly day: string
  readonly zone: readonly [string, string]
  readonly offset: string
}

/** Texts that no valid one equals. */
const impossible = { date: 0x10000, zone: -1 }

/** A cache in locals of a kernel that loops over records. */
export function localCache(w: CodeWriter): TimeCache {
  w.line(
    `let dateA = 0, dateB = 0, dateC = ${impossible.date}, day = 0, zoneA = 0, zoneB = ${impossible.zone}, zone = 0`,
  )
  w.line('let sod = 0, us = 0, t1 = 0, t2 = 0')
  return { date: ['dateA', 'dateB', 'dateC'], day: 'day', zone: ['zoneA', 'zoneB'], offset: 'zone' }
}

/** A cache that outlives the call, for a kernel of one record. */
export function keptCache(w: CodeWriter): TimeCache {
  w.line(`const cache = ${w.constant(Int32Array.of(0, 0, impossible.date, 0, 0, impossible.zone, 0))}`)
  w.line('let sod = 0, us = 0, t1 = 0, t2 = 0')
  const at = (index: number): string => `cache[${index}]`
  return { date: [at(0), at(1), at(2)], day: at(3), zone: [at(4), at(5)], offset: at(6) }
}

/** Reads `yyyy-MM-dd` at `p` into `day`; consecutive rows mostly have the same date, so its text is only compared. */
export function dateText(w: CodeWriter, cache: TimeCache, fail: string): void {
  const parse = w.constant(dayAt)
  const [a, b, c] = cache.date
  w.block(
    `if (dv.getInt32(p, true) !== ${a} || dv.getInt32(p + 4, true) !== ${b} || dv.getInt16(p + 8, true) !== ${c})`,
    () => {
      w.line(`m = ${parse}(b, p)`)
      w.block(`if (m === ${noDay})`, () => w.line(fail))
      w.line(`${cache.day} = m`)
      w.line(`${a} = dv.getInt32(p, true)`)
      w.line(`${b} = dv.getInt32(p + 4, true)`)
      w.line(`${c} = dv.getInt16(p + 8, true)`)
    },
  )
}

/**
 * Reads `yyyy-MM-dd[T ]HH:mm:ss[.S{1,6}][zone]"` at `p` and stores it in the words of column `words`; ends behind the
 * quote. Anything else fails: other forms, years and zones.
 *
 * @param zoneless offset in seconds of text without a zone; undefined = it takes the slow way
 * @param zones whether a zone may stand there (not in TIMESTAMP_NTZ)
 * @param closing checks what stands behind the text; a quote unless given
 */
export function timestampText(
  w: CodeWriter,
  cache: TimeCache,
  words: string,
  fail: string,
  zoneless: number | undefined,
  zones: boolean,
  closing: () => void = () => {
    w.line(`if (b[p] !== 34) ${inline(fail)}`)
    w.line('p++')
  },
): void {
  const [zoneA, zoneB] = cache.zone
  dateText(w, cache, fail)
  // `HH:m` and `m:ss` as words; a colon is turned into a zero digit that must be exactly zero.
  w.line('t1 = (dv.getInt32(p + 11, true) ^ 0x000a0000) - 0x30303030')
  w.line('t2 = (dv.getInt32(p + 15, true) ^ 0x00000a00) - 0x30303030')
  w.line('c = b[p + 10]')
  w.block(
    'if ((((t1 | t1 + 0x76767676 | t2 | t2 + 0x76767676) & 0x80808080) | (t1 & 0x00ff0000) | (t2 & 0x0000ff00)) !== 0 || (c !== 84 && c !== 32))',
    () => w.line(fail),
  )
  w.line('m = (t1 & 255) * 10 + (t1 >> 8 & 255)')
  w.line('w = (t1 >> 24) * 10 + (t2 & 255)')
  w.line('c = (t2 >> 16 & 255) * 10 + (t2 >> 24)')
  w.block('if (m > 23 || w > 59 || c > 59)', () => w.line(fail))
  w.line('sod = m * 3600 + w * 60 + c')
  w.line('us = 0')
  w.line('p += 19')
  w.block('if (b[p] === 46)', () => {
    w.line('q = ++p')
    w.line('m = 0')
    w.block('while ((c = b[p] - 48) >= 0 && c <= 9)', () => {
      w.line('m = m * 10 + c | 0')
      w.line(`if (++p - q > 6) ${inline(fail)}`)
    })
    w.line(`if (p === q) ${inline(fail)}`)
    w.line(`us = Math.imul(m, ${w.constant(fractionScales)}[p - q])`)
  })
  w.line('c = b[p]')
  const plain = (): void => {
    if (zoneless === undefined) w.line(fail)
    else if (zoneless !== 0) w.line(`sod -= ${zoneless}`)
  }
  if (!zones) {
    plain()
  } else {
    w.block('if (c === 90)', () => w.line('p++'))
    w.block('else if (c === 43 || c === 45)', () => {
      w.block(`if (dv.getInt32(p + 1, true) !== ${zoneA} || b[p + 5] !== ${zoneB})`, () => {
        w.line(`m = ${w.constant(offsetAt)}(b, p + 1)`)
        w.block('if (m < 0)', () => w.line(fail))
        w.line(`${cache.offset} = m`)
        w.line(`${zoneA} = dv.getInt32(p + 1, true)`)
        w.line(`${zoneB} = b[p + 5]`)
      })
      w.line(`sod = c === 45 ? sod + ${cache.offset} | 0 : sod - ${cache.offset} | 0`)
      w.line('p += 6')
    })
    w.block('else', plain)
  }
  closing()
  w.block('', () => {
    w.line(`const micros = (${cache.day} * 86400 + sod) * 1e6 + us`)
    storeExact(w, words, 'micros')
  })
}

/** What to multiply a fraction of n digits by for microseconds. */
const fractionScales = Int32Array.of(0, 100_000, 10_000, 1000, 100, 10, 1, 0)

const inline = (statement: string): string => `{ ${statement} }`

/** Powers of ten that are exact in a double. */
export const exactPowers = Float64Array.from({ length: 23 }, (_, at) => Number(`1e${at}`))

/**
 * Reads an integer of up to nine digits at `p` into the int32 `x`, sign applied; the digits end at the first other byte,
 * which the caller checks. Ten or more digits run `longer`, with `q` at the first digit and `neg` as 1 or 0.
 */
export function integerText(w: CodeWriter, fail: string, longer: () => void): void {
  w.line('neg = 0')
  w.block('if (b[p] === 45)', () => {
    w.line('neg = 1')
    w.line('p++')
  })
  w.line('q = p')
  w.line('x = b[p++] - 48')
  w.block('if (x < 0 || x > 9)', () => w.line(fail))
  w.block('if (x !== 0)', () => {
    w.line('while ((c = b[p] - 48) >= 0 && c <= 9 && p - q < 9) { x = x * 10 + c | 0; p++ }')
  })
  w.line('c = b[p] - 48')
  w.block('if (c >= 0 && c <= 9)', longer)
  w.block('else if (neg === 1)', () => w.line('x = -x'))
}

/** Stores a double that is an integer below 2^53 as the words of a 64-bit one. */
export function storeExact(w: CodeWriter, words: string, value: string): void {
  w.line(`${words}[2 * row] = ${value} | 0`)
  w.line(`${words}[2 * row + 1] = Math.floor(${value} * ${2 ** -32})`)
}

/** Seconds of the session zone's offset if it never changes, for text without a zone. */
export function fixedSeconds(options: Pick<JsonReadOptions, 'zone'>): number | undefined {
  const { fixed } = zone(options.zone)
  return fixed === undefined ? undefined : Number(fixed / 1_000_000n)
}
