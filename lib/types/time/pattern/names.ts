/** Names of datetime fields, in English if no others are given: Spark's default locale is en-US. */
import type { PatternField } from './elements.ts'

const months = 'January February March April May June July August September October November December'.split(' ')
/** Monday first. */
const days = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ')

interface Names {
  /** Value of the first name. */
  readonly first: number
  readonly short: readonly string[]
  readonly full: readonly string[]
}

const short = (names: readonly string[]) => names.map((name) => name.slice(0, 3))

const names: { readonly [F in PatternField]?: Names } = {
  month: { first: 1, short: short(months), full: months },
  dayOfWeek: { first: 1, short: short(days), full: days },
  quarter: {
    first: 1,
    short: ['Q1', 'Q2', 'Q3', 'Q4'],
    full: ['1st quarter', '2nd quarter', '3rd quarter', '4th quarter'],
  },
  amPm: { first: 0, short: ['AM', 'PM'], full: ['AM', 'PM'] },
  era: { first: 0, short: ['BC', 'AD'], full: ['Before Christ', 'Anno Domini'] },
}

/** Name of a field's value; months and days of the week count from 1, Monday first. */
export function fieldName(field: PatternField, value: number, full: boolean, others?: readonly string[]): string {
  const known = names[field] as Names
  return (others ?? (full ? known.full : known.short))[value - known.first] as string
}

/** The longest name at a position of a text, whatever its case. */
export function findName(
  field: PatternField,
  full: boolean,
  text: string,
  at: number,
  others?: readonly string[],
): { value: number; end: number } | undefined {
  const known = names[field] as Names
  let found: { value: number; end: number } | undefined
  for (const [index, name] of (others ?? (full ? known.full : known.short)).entries()) {
    const end = at + name.length
    if (text.slice(at, end).toLowerCase() !== name.toLowerCase()) continue
    if (!found || end > found.end) found = { value: known.first + index, end }
  }
  return found
}
