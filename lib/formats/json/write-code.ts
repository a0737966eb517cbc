/**
 * Pieces of JavaScript that writers are generated from. Locals: `o` (bytes) and `od` (a DataView) of the output, `p` the
 * position in it, `i` the row; `t` the output buffer, `room` the bytes that must stay free. Words are written whole, so
 * up to 15 bytes behind `p` are touched.
 */
import type { CodeWriter } from '../../codegen/code-writer.ts'
import { pointMillis, twoDigits } from './ascii-digits.ts'
import { type ClockText, leavesBucket } from './clock-text.ts'
import { plainTest, wordOf } from './scan-code.ts'
import { writeEscaped, writeText } from './write-text.ts'

/** Writes constant bytes by words. */
export function constantBytes(w: CodeWriter, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; at += 4) {
    const length = Math.min(4, bytes.length - at)
    w.line(`od.setInt32(p${at === 0 ? '' : ` + ${at}`}, ${wordOf(bytes, at, length)}, true)`)
  }
  w.line(`p += ${bytes.length}`)
}

/** After a call that may have replaced the output's memory. */
export function refresh(w: CodeWriter): void {
  w.line('o = t.bytes')
  w.line('od = t.view')
}

const tailMasks = Int32Array.of(0, 0xff, 0xffff, 0xffffff)
const tailBlanks = Int32Array.of(0x20202020, 0x20202000, 0x20200000, 0x20000000)

/**
 * Copies the `n` bytes at `q` of `source` (view `sourceView`) and a closing quote. Words without anything to escape are
 * copied as they are; the first other one makes the string start again byte by byte.
 */
export function copiedString(w: CodeWriter, source: string, sourceView: string, ascii: boolean): void {
  w.block('copy:', () => {
    w.block('plain:', () => {
      w.line('e = n & ~3')
      w.block('for (j = 0; j < e; j += 4)', () => {
        w.line(`x = ${sourceView}.getInt32(q + j, true)`)
        w.line(`if ((${plainTest('x')}) !== 0) break plain`)
        w.line('od.setInt32(p + j, x, true)')
      })
      w.line('e = n & 3')
      w.block('if (e !== 0)', () => {
        w.line(`x = ${sourceView}.getInt32(q + j, true) & ${w.constant(tailMasks)}[e] | ${w.constant(tailBlanks)}[e]`)
        w.line(`if ((${plainTest('x')}) !== 0) break plain`)
        w.line('od.setInt32(p + j, x, true)')
      })
      w.line('p += n')
      w.line('break copy')
    })
    w.line(`p = ${w.constant(writeEscaped)}(t, p, ${source}, q, n, room, ${ascii})`)
    refresh(w)
  })
  w.line('o[p++] = 34')
}

/** Writes the text that `expression` gives. */
export function textOf(w: CodeWriter, expression: string): void {
  w.line(`p = ${w.constant(writeText)}(t, p, ${expression}, room)`)
  refresh(w)
}

/** Writes the day number in `expression` (int32) and a closing quote; `slow` writes days of odd years. */
export function dateText(w: CodeWriter, clock: ClockText, expression: string, slow: () => void): void {
  const state = w.constant(clock)
  w.line(`x = ${expression}`)
  w.block(`if (x === ${state}.day || ${state}.setDay(x))`, () => {
    dateWords(w, state)
    w.line('o[p + 10] = 34')
    w.line('p += 11')
  })
  w.block('else', slow)
}

function dateWords(w: CodeWriter, state: string): void {
  w.line(`od.setInt32(p, ${state}.first, true)`)
  w.line(`od.setInt32(p + 4, ${state}.second, true)`)
  w.line(`od.setInt32(p + 8, ${state}.third, true)`)
}

/**
 * Writes the microseconds in row `i` of `words` as date and time in milliseconds, offset and closing quote. `slow` writes
 * what lies outside the years in which microseconds are exact in a double.
 *
 * @param zoned whether an offset follows
 */
export function timestampText(w: CodeWriter, clock: ClockText, words: string, zoned: boolean, slow: () => void): void {
  const state = w.constant(clock)
  w.block('time:', () => {
    w.block('fast:', () => {
      w.line(`x = ${words}[2 * i + 1]`)
      w.line('if (x < -0x200000 || x >= 0x200000) break fast')
      w.line(`let ms = Math.floor((x * 4294967296 + (${words}[2 * i] >>> 0)) / 1000)`)
      if (zoned) {
        if (clock.varies) {
          w.line(`if (${w.constant(leavesBucket)}(ms, ${state}.bucket) && !${state}.setOffset(ms)) break fast`)
        }
        w.line(`ms += ${state}.offset`)
      }
      w.line('x = Math.floor(ms / 86400000) | 0')
      w.line(`if (x !== ${state}.day && !${state}.setDay(x)) break fast`)
      w.line('x = ms - x * 86400000 | 0')
      dateWords(w, state)
      w.line('e = x / 3600000 | 0')
      w.line('x = x - e * 3600000 | 0')
      w.line(`od.setInt16(p + 11, ${w.constant(twoDigits)}[e], true)`)
      w.line('o[p + 13] = 58')
      w.line('e = x / 60000 | 0')
      w.line('x = x - e * 60000 | 0')
      w.line(`od.setInt16(p + 14, ${w.constant(twoDigits)}[e], true)`)
      w.line('o[p + 16] = 58')
      w.line('e = x / 1000 | 0')
      w.line('x = x - e * 1000 | 0')
      w.line(`od.setInt16(p + 17, ${w.constant(twoDigits)}[e], true)`)
      w.line(`od.setInt32(p + 19, ${w.constant(pointMillis)}[x], true)`)
      w.line('p += 23')
      if (zoned) w.line(`const suffix = ${state}.suffix; for (j = 0; j < suffix.length; j++) o[p++] = suffix[j]`)
      else w.line('o[p++] = 34')
      w.line('break time')
    })
    slow()
  })
}
