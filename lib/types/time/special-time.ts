/** Words that stand for points in time: `epoch`, `now`, `today`, `yesterday`, `tomorrow` (Spark's `SparkDateTimeUtils`). */
import type { Micros } from '../data-type.ts'
import { microsPerDay } from './calendar.ts'
import { findZone, type Zone } from './zone.ts'

export type SpecialTime = 'epoch' | 'now' | 'today' | 'yesterday' | 'tomorrow'

const words: ReadonlySet<string> = new Set<SpecialTime>(['epoch', 'now', 'today', 'yesterday', 'tomorrow'])

/** How many days from today the words for days lie. */
export const daysFromToday = { yesterday: -1, today: 0, tomorrow: 1 } as const

/**
 * The word that a text is, in any case and with blanks around. A zone may follow all but `now`; it must be one, and says
 * nothing: days are those of the session's zone.
 *
 * @returns undefined for any other text
 */
export function specialTime(text: string): SpecialTime | undefined {
  const [, letters = '', rest = ''] = /^[\0-\x20]*([A-Za-z]+)[ \t]*(.*?)[\0-\x20]*$/.exec(text) ?? []
  const word = letters.toLowerCase()
  if (!words.has(word)) return undefined
  if (rest !== '' && (word === 'now' || !findZone(rest))) return undefined
  return word as SpecialTime
}

/** The day of a word, in days since 1970-01-01. @param now microseconds since 1970 */
export function specialDay(word: SpecialTime, zone: Zone, now: Micros): number {
  if (word === 'epoch') return 0
  return zone.dayAt(now) + (word === 'now' ? 0 : daysFromToday[word])
}

/** The instant of a word: of days, their beginning. @param now microseconds since 1970 */
export function specialInstant(word: SpecialTime, zone: Zone, now: Micros): Micros {
  if (word === 'epoch') return 0n
  return word === 'now' ? now : zone.startOfDay(specialDay(word, zone, now))
}

/** The reading of a clock in the zone; `epoch` is 1970-01-01 there. @param now microseconds since 1970 */
export function specialLocal(word: SpecialTime, zone: Zone, now: Micros): Micros {
  return word === 'now' ? zone.toLocal(now) : BigInt(specialDay(word, zone, now)) * microsPerDay
}
