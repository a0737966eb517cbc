import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { differences, goldenFile, outcomeOf } from './golden-case.ts'

const names = readdirSync(new URL('../../golden/expressions/', import.meta.url)).filter((name) =>
  name.endsWith('.json'),
)

describe.each(names)('expressions recorded from Spark: %s', (name) => {
  const file = goldenFile(name)
  it.each(file.cases.map((one) => [one.expr, one] as const))('%s', (_, one) => {
    const ansi = outcomeOf(file, one.expr, true)
    if (ansi.missing !== undefined) return
    expect(differences(file, one, ansi).join('\n')).toBe('')
    expect(differences(file, one.nonAnsi ?? one, outcomeOf(file, one.expr, false)).join('\n')).toBe('')
  })
})
