/** Names in other languages against those that Java 17, on which Spark runs, gives for the same patterns. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { optionPattern } from '../../../lib/formats/json/option-pattern.ts'
import { compilePattern } from '../../../lib/types/time/pattern.ts'

const recorded = Object.entries(
  JSON.parse(readFileSync('test/fixtures/spark/locale-names.json', 'utf8')) as Record<string, string[]>,
)

/** Newer names of CLDR, and forms that Intl does not tell apart (docs/differences.md). */
const different = new Set(
  ['es a', 'nl MMM', 'nl LLL', 'el LLL', 'el LLLL', 'fi MMM', 'fi EEEE', 'da E', 'nb MMM', 'uk LLL', 'ko a', 'he a']
    .concat(['hi MMM', 'hi MMMM', 'hi LLL', 'hi LLLL', 'th E', 'th a', 'vi LLL', 'vi E', 'zh-CN MMMM'])
    .sort(),
)

function printed(pattern: string, locale: string): string[] {
  const compiled = compilePattern(pattern, locale)
  if (pattern === 'a') return [9, 21].map((hour) => compiled.formatLocal(BigInt(hour) * 3_600_000_000n))
  const firsts = pattern.startsWith('E')
    ? Array.from({ length: 7 }, (_, day) => Date.UTC(2026, 0, 5 + day))
    : Array.from({ length: 12 }, (_, month) => Date.UTC(2026, month))
  return firsts.map((time) => compiled.formatDate(time / 86_400_000))
}

test('names of 31 locales are those of Java, but for a listed few', () => {
  const other = recorded.filter(([key, names]) => {
    const [locale = '', pattern = ''] = key.split(' ')
    return printed(pattern, locale).join() !== names.join()
  })
  expect(recorded.length).toBeGreaterThan(200)
  expect(other.map(([key]) => key).filter((key) => !different.has(key))).toEqual([])
})

describe('reading', () => {
  const day = (text: string): number => Date.parse(`${text}T00:00:00Z`) / 86_400_000

  test.each([
    ['de', 'd. MMMM yyyy', '5. März 2026', '2026-03-05'],
    ['de', 'd. MMMM yyyy', '5. märz 2026', '2026-03-05'],
    ['fr', 'dd MMMM yyyy', '05 août 2026', '2026-08-05'],
    ['ru', 'd MMMM yyyy', '5 января 2026', '2026-01-05'],
    ['ja', 'yyyy年MMMd日', '2026年12月5日', '2026-12-05'],
    ['pt-BR', 'd MMM yyyy', '1 fev. 2026', '2026-02-01'],
  ])('%s, %s: %s', (locale, pattern, text, date) => {
    expect(optionPattern(pattern, locale, 'parse').parseDate(text)).toBe(day(date))
  })

  test('a name of another language does not fit', () => {
    expect(optionPattern('d MMMM yyyy', 'de', 'parse').parseDate('5 March 2026')).toBeUndefined()
  })
})

test.each([
  ['de', 'GGGG yyyy'],
  ['fr', 'QQQ'],
  ['not_a_language', 'MMM'],
])('%s, %s is refused', (locale, pattern) => {
  expect(() => optionPattern(pattern, locale, 'format')).toThrow(
    expect.objectContaining({ condition: 'MILLRACE_UNSUPPORTED_LOCALE' }),
  )
})
