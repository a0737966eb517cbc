import { describe, expect, it } from 'vitest'
import { compilePattern } from '../../../lib/types/time/pattern.ts'
import { parseTimestamp } from '../../../lib/types/time/text.ts'
import { utc, zone } from '../../../lib/types/time/zone.ts'

const instant = (text: string) => parseTimestamp(text, utc) as bigint
const newYork = zone('America/New_York')

describe('a datetime pattern prints as Spark 4.3 does', () => {
  it.each([
    ['yyyy-MM-dd HH:mm:ss.SSSSSS', utc, '2020-12-28T18:00:00.000001', '2020-12-28 18:00:00.000001'],
    ['EEE, d MMM yyyy h:mm a', utc, '1970-01-01', 'Thu, 1 Jan 1970 12:00 AM'],
    ['QQQ q', utc, '2024-07-04', 'Q3 3'],
    ['VV z O', utc, '2024-07-04', 'UTC UTC GMT'],
    ["yyyy-MM-dd'T'HH:mm:ssXXX", newYork, '0001-01-01', '0000-12-31T19:03:58-04:56'],
    ['EEEE MMMM D', newYork, '2024-02-29T12:34:56', 'Thursday February 60'],
    ["''yy[.SSS]", utc, '2024-02-29T12:34:56.789', "'24.789"],
  ])('%s', (pattern, where, at, text) => {
    expect(compilePattern(pattern).format(instant(at), where)).toBe(text)
  })
})

describe('a datetime pattern reads as Spark 4.3 does', () => {
  it.each([
    ['yyyy-MM-dd', '2024-01-02', '2024-01-02'],
    ['d MMMM yyyy', '2 January 2024', '2024-01-02'],
    ['MM/dd/yyyy hh:mm a', '12/31/2023 11:59 PM', '2023-12-31T23:59:00'],
    ["yyyy-MM-dd'T'HH:mm:ssZ", '2024-01-02T03:04:05+0100', '2024-01-02T02:04:05'],
    ['yyyyMMddHHmmss', '20240102030405', '2024-01-02T03:04:05'],
    ['yyyy-MM-dd HH:mm:ss[.SSS]', '2024-01-02 03:04:05', '2024-01-02T03:04:05'],
    ['yyyy-MM-dd HH:mm:ss[.SSS]', '2024-01-02 03:04:05.1', '2024-01-02T03:04:05.1'],
    ['HH:mm VV', '03:04 America/New_York', '1970-01-01T08:04:00'],
    ['y-M-d', '24-1-2', '0024-01-02'],
    ['yyyy-DDD', '2024-060', '2024-02-29'],
  ])('%s reads %s', (pattern, text, at) => {
    expect(compilePattern(pattern).parseTimestamp(text, utc)).toBe(instant(at))
  })

  it.each([
    ['yyyy-MM-dd', '02/01/2024', 'could not be parsed at index 0'],
    ['dd/MM/yyyy', '2024-01-02', 'could not be parsed at index 2'],
    ['d MMMM yyyy', '2024-01-02', 'could not be parsed at index 4'],
    ['yyyy-MM-dd HH:mm:ss', '2024-01-31 23:59:59.9', 'could not be parsed, unparsed text found at index 19'],
    ['yyyy-MM-dd', '2023-02-30', "could not be parsed: Invalid date 'FEBRUARY 30'"],
    ['yyyy-MM-dd', '2024-13-01', 'could not be parsed: Invalid value for MonthOfYear (valid values 1 - 12): 13'],
  ])('%s refuses %s', (pattern, text, failure) => {
    expect(compilePattern(pattern).parse(text)).toEqual({ failure })
  })
})

describe('a datetime pattern that Spark refuses', () => {
  it.each([
    ["bad'pattern", 'INVALID_DATETIME_PATTERN.WITH_SUGGESTION'],
    ['yyyy-MM-dd A', 'INVALID_DATETIME_PATTERN.ILLEGAL_CHARACTER'],
    ['YYYY-MM-dd', 'INCONSISTENT_BEHAVIOR_CROSS_VERSION.DATETIME_PATTERN_RECOGNITION'],
    ['uuuu G', 'INCONSISTENT_BEHAVIOR_CROSS_VERSION.DATETIME_PATTERN_RECOGNITION'],
  ])('%s gives %s', (pattern, condition) => {
    expect(() => compilePattern(pattern).check('parse')).toThrow(expect.objectContaining({ condition }))
  })
})
