/** Timestamps of nanoseconds as a program holds them. */
import { expect, test } from 'vitest'
import { literal } from '../../../lib/expressions/column-literal.ts'
import { parseTimestampNanos, parseTimestampNtzNanos } from '../../../lib/types/time/text.ts'
import { utc } from '../../../lib/types/time/zone.ts'
import { nanosTimestampType } from '../../../lib/types/types.ts'
import { LocalDateTime } from '../../../lib/types/values/local-date-time.ts'
import { NanosDateTime } from '../../../lib/types/values/nanos-date-time.ts'
import { NanosTimestamp } from '../../../lib/types/values/nanos-timestamp.ts'
import { fromRowValue, toRowValue } from '../../../lib/types/values/row-value.ts'
import { Timestamp } from '../../../lib/types/values/timestamp.ts'

const instant = nanosTimestampType(9, false)
const local = nanosTimestampType(9, true)

test.each([
  ['0001-01-01 00:00:00.000000001', '0001-01-01T00:00:00.000000001'],
  ['1969-12-31 23:59:59.999999999', '1969-12-31T23:59:59.999999999'],
  ['2026-01-02 03:04:05.1', '2026-01-02T03:04:05.100000000'],
  ['9999-12-31 23:59:59.9999999991', '9999-12-31T23:59:59.999999999'],
])('%s', (text, iso) => {
  const nanos = parseTimestampNtzNanos(text) as bigint
  expect(parseTimestampNanos(text, utc)).toBe(nanos)
  const [point, reading] = [toRowValue(instant, nanos), toRowValue(local, nanos)]
  expect(point).toBeInstanceOf(Timestamp)
  expect(reading).toBeInstanceOf(LocalDateTime)
  expect(JSON.stringify([point, reading])).toBe(JSON.stringify([`${iso}Z`, iso]))
  expect([fromRowValue(instant, point, ''), fromRowValue(local, reading, '')]).toEqual([nanos, nanos])
  expect(fromRowValue(local, iso, '')).toBe(nanos)
})

test('digits beyond the type are cut off downwards; a Date or a Timestamp has zeros there', () => {
  expect(fromRowValue(nanosTimestampType(7, false), new NanosTimestamp(-1n), '')).toBe(-100n)
  expect(fromRowValue(instant, new Timestamp(-1n), '')).toBe(-1_000n)
  expect(fromRowValue(instant, new Date(2), '')).toBe(2_000_000n)
  expect(new NanosTimestamp(-1n).micros).toBe(-1n)
})

test('literals of them have nine digits', () => {
  expect(literal(new NanosTimestamp(5n))).toMatchObject({ value: 5n, type: instant })
  expect(literal(new NanosDateTime(5n))).toMatchObject({ value: 5n, type: local })
})
