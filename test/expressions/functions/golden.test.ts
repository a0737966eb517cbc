import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { differences, goldenFile, outcomeOf } from './golden-case.ts'

const names = readdirSync(new URL('../../golden/expressions/', import.meta.url)).filter((name) =>
  name.endsWith('.json'),
)

const left = new Map([
  ['try_cast(s as variant)', 'VARIANT is not there yet'],
  ['try_parse_json(j):a', 'VARIANT is not there yet'],
  ["schema_of_csv('')", 'an internal error of Spark'],
  // The file does not tell the order that the map had.
  ...['map_keys(m)', 'map_values(m)', 'map_entries(m)', 'to_json(m)', 'map_entries(m)[0].value'].map(
    (expr) => [expr, 'order of a map'] as const,
  ),
])

/** These give rows, not a value. */
const generator = /\b(pos)?explode(_outer)?\(|\binline(_outer)?\(|\bstack\(|\bjson_tuple\(/

describe.each(names)('expressions recorded from Spark: %s', (name) => {
  const file = goldenFile(name)
  // Some files were recorded with ANSI only.
  const legacy = file.cases.some((one) => one.nonAnsi)
  // Spark itself had replaced the variable ${y} of the last pattern before it parsed the expression.
  const cases = file.cases.filter(
    (one) => !left.has(one.expr) && !one.expr.includes('(?<y>') && !generator.test(one.expr),
  )
  it.each(cases.map((one) => [one.expr, one] as const))('%s', (expr, one) => {
    const ansi = outcomeOf(file, expr, true)
    if (ansi.missing !== undefined) return
    expectNone(differences(file, expr, one, ansi))
    if (legacy) expectNone(differences(file, expr, one.nonAnsi ?? one, outcomeOf(file, expr, false)))
  })
})

function expectNone(found: readonly string[]): void {
  expect(found, found.join('\n')).toEqual([])
}
