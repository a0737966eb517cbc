/**
 * behaviours.json lists, in our words, the 240 behaviours that Spark's own streaming suites assert in code, and for each the
 * tests that prove it here, or why there is none. This keeps the list honest.
 */
import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

interface Entry {
  readonly behaviour: string
  readonly tests?: readonly { readonly file: string; readonly title: string }[]
  readonly reason?: string
}
const root = new URL('../', import.meta.url)
const entries = Object.entries(
  JSON.parse(readFileSync(new URL('test/behaviours.json', root), 'utf8')) as Record<string, Entry>,
)
const proved = entries.filter(([, { tests }]) => tests !== undefined)

/** Titles of the tests in a file's source, as written between their quotes; placeholders of `test.each` stay. */
function titlesOf(source: string): readonly string[] {
  const titles: string[] = []
  // The first argument of test(…), or of what test.each(…) gives; one that is left out has none.
  const call = /(?:\btest|\))\(\s*(['"`])((?:\\.|(?!\1).)+)\1,\s*(?:\{[^{}]*\},\s*)?(?:async\s*)?(?:\(|_)/g
  for (const [, quote, title] of source.matchAll(call)) {
    titles.push((title as string).replaceAll(`\\${quote}`, quote as string))
  }
  return titles
}

/** Files or titles that are named and not there. */
function missing(list: readonly (readonly [string, Entry])[]): readonly string[] {
  const known = new Map<string, readonly string[]>()
  return list.flatMap(([line, { tests = [] }]) =>
    tests.flatMap(({ file, title }) => {
      const url = new URL(file, root)
      if (!existsSync(url)) return [`${line}: no file ${file}`]
      const titles = known.get(file) ?? titlesOf(readFileSync(url, 'utf8'))
      known.set(file, titles)
      return titles.includes(title) ? [] : [`${line}: ${file} has no test "${title}"`]
    }),
  )
}

test('each of the 240 behaviours has tests or a reason, never both or neither', () => {
  expect(entries.map(([line]) => Number(line))).toEqual(Array.from({ length: 240 }, (_, at) => at + 1))
  const odd = entries.filter(
    ([, { behaviour, tests, reason }]) =>
      behaviour.trim() === '' ||
      (tests === undefined) === (reason === undefined) ||
      tests?.length === 0 ||
      reason === '',
  )
  expect(odd).toEqual([])
})

test('every test that is named exists, under exactly this title', () => {
  expect(missing(proved)).toEqual([])
  const [[line, one] = ['', {} as Entry]] = proved
  const renamed = { ...one, tests: [{ file: 'test/behaviours/handle.test.ts', title: 'a test that nobody wrote' }] }
  expect(missing([[line, renamed]])).toEqual([
    `${line}: test/behaviours/handle.test.ts has no test "a test that nobody wrote"`,
  ])
})

test('at least 110 are proved, and of handle, manager, triggers, files and logs all but a few', () => {
  expect(proved.length).toBeGreaterThanOrEqual(110)
  const provedIn = (from: number, to: number) =>
    proved.filter(([line]) => Number(line) >= from && Number(line) <= to).length / (to - from + 1)
  expect(provedIn(44, 79)).toBeGreaterThan(0.9)
  expect(provedIn(101, 148)).toBeGreaterThan(0.95)
})
