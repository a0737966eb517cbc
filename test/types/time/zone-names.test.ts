import { expect, test } from 'vitest'
import { compilePattern } from '../../../lib/types/time/pattern.ts'
import { parseTimestamp } from '../../../lib/types/time/text.ts'
import { utc, zone } from '../../../lib/types/time/zone.ts'

const january = parseTimestamp('2024-01-15 12:00:00', utc) as bigint
const july = parseTimestamp('2024-07-15 12:00:00', utc) as bigint

/** Recorded from Spark 4.3 over Java 17. */
test.each([
  ['Europe/Berlin', 'CET, Central European Standard Time', 'CEST, Central European Summer Time'],
  ['Europe/London', 'GMT, Greenwich Mean Time', 'BST, British Summer Time'],
  ['Europe/Dublin', 'GMT, Greenwich Mean Time', 'IST, Irish Standard Time'],
  ['Europe/Moscow', 'MSK, Moscow Standard Time', 'MSK, Moscow Standard Time'],
  ['Africa/Cairo', 'EET, Eastern European Standard Time', 'EEST, Eastern European Summer Time'],
  ['Africa/Johannesburg', 'SAST, South Africa Standard Time', 'SAST, South Africa Standard Time'],
  ['Africa/Casablanca', 'WEST, Western European Summer Time', 'WEST, Western European Summer Time'],
  ['Asia/Kolkata', 'IST, India Standard Time', 'IST, India Standard Time'],
  ['Asia/Tokyo', 'JST, Japan Standard Time', 'JST, Japan Standard Time'],
  ['Asia/Jakarta', 'WIB, Western Indonesia Time', 'WIB, Western Indonesia Time'],
  ['Asia/Kathmandu', 'NPT, Nepal Time', 'NPT, Nepal Time'],
  ['Australia/Sydney', 'AEDT, Australian Eastern Daylight Time', 'AEST, Australian Eastern Standard Time'],
  ['Australia/Lord_Howe', 'LHDT, Lord Howe Daylight Time', 'LHST, Lord Howe Standard Time'],
  ['Pacific/Auckland', 'NZDT, New Zealand Daylight Time', 'NZST, New Zealand Standard Time'],
  ['Pacific/Honolulu', 'HST, Hawaii-Aleutian Standard Time', 'HST, Hawaii-Aleutian Standard Time'],
  ['America/Sao_Paulo', 'BRT, Brasilia Standard Time', 'BRT, Brasilia Standard Time'],
  ['America/St_Johns', 'NST, Newfoundland Standard Time', 'NDT, Newfoundland Daylight Time'],
  ['America/Phoenix', 'MST, Mountain Standard Time', 'MST, Mountain Standard Time'],
  ['Antarctica/Troll', 'GMT, Greenwich Mean Time', 'CEST, Central European Summer Time'],
  ['Etc/GMT+5', 'GMT-05:00, GMT-05:00', 'GMT-05:00, GMT-05:00'],
  ['CET', 'CET, Central European Time', 'CEST, Central European Summer Time'],
  ['UTC', 'UTC, Coordinated Universal Time', 'UTC, Coordinated Universal Time'],
  ['EST5EDT', 'EST, Eastern Standard Time', 'EDT, Eastern Daylight Time'],
])('%s is called %s in January and %s in July', (id, inJanuary, inJuly) => {
  const pattern = compilePattern('z, zzzz')
  expect(pattern.format(january, zone(id))).toBe(inJanuary)
  expect(pattern.format(july, zone(id))).toBe(inJuly)
})

test('the name that summer and winter share', () => {
  expect(compilePattern('v, vvvv').format(january, zone('America/New_York'))).toBe('ET, Eastern Time')
})
