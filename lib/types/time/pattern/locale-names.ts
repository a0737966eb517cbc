/** Names of months, days of the week and halves of the day in other languages, by Intl: CLDR, as Java's. */
import type { PatternElement } from './elements.ts'

type TextElement = Extract<PatternElement, { kind: 'text' }>

/** Fields whose names Intl tells; those of eras and quarters stay English. */
const known: ReadonlySet<string> = new Set(['month', 'dayOfWeek', 'amPm'])

/**
 * The elements with the names of `locale` (a BCP 47 tag).
 *
 * @throws RangeError for what is no language tag
 */
export function localizedElements(elements: readonly PatternElement[], locale: string): PatternElement[] {
  return elements.map((element) => {
    if (element.kind === 'optional') return { ...element, elements: localizedElements(element.elements, locale) }
    return element.kind === 'text' && known.has(element.field)
      ? { ...element, names: namesOf(element, locale) }
      : element
  })
}

/** In the order of the field's values, Monday first. */
function namesOf({ field, full, standalone }: TextElement, locale: string): readonly string[] {
  const tag = `${locale}-u-ca-gregory-nu-latn`
  const style = full ? 'long' : 'short'
  if (field === 'amPm') {
    const format = new Intl.DateTimeFormat(tag, { timeZone: 'UTC', hour: 'numeric', hour12: true })
    return [9, 21].map((hour) => partOf(format, 'dayPeriod', Date.UTC(2026, 0, 1, hour)) ?? (hour < 12 ? 'AM' : 'PM'))
  }
  if (field === 'dayOfWeek') {
    const format = new Intl.DateTimeFormat(tag, { timeZone: 'UTC', weekday: style, month: 'long', day: 'numeric' })
    // The fifth of January 2026 is a Monday.
    return Array.from({ length: 7 }, (_, day) => partOf(format, 'weekday', Date.UTC(2026, 0, 5 + day)) ?? '')
  }
  const alone = new Intl.DateTimeFormat(tag, { timeZone: 'UTC', month: style })
  const inDate = new Intl.DateTimeFormat(tag, { timeZone: 'UTC', month: style, day: 'numeric' })
  return Array.from({ length: 12 }, (_, month) => {
    const day = Date.UTC(2026, month)
    const name = standalone ? undefined : partOf(inDate, 'month', day)
    // Where a date has the month as a number, its name is the one that stands alone.
    return name === undefined || /^\d+$/.test(name) ? alone.format(day) : name
  })
}

function partOf(format: Intl.DateTimeFormat, type: string, time: number): string | undefined {
  return format.formatToParts(time).find((part) => part.type === type)?.value
}
