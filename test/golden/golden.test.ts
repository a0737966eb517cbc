/** Every golden case of the project: what a real Spark 4.3 answered, case by case. */
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { goldenCases } from './runner/golden-files.ts'
import { judge } from './runner/judge.ts'
import { readListedCases } from './runner/listed-cases.ts'

const folder = fileURLToPath(new URL('.', import.meta.url))
const lists = readListedCases(folder)

for (const one of goldenCases([folder])) {
  test(one.name, async (context) => {
    const verdict = await judge(one, lists)
    if (verdict.kind === 'skipped') context.skip(verdict.reason)
    if (verdict.kind === 'failed') {
      const [first] = verdict.differences
      expect.soft(first?.actual, first?.where).toEqual(first?.expected)
      expect(verdict.differences).toEqual([])
    }
  })
}
