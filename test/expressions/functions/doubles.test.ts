import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { createBinder } from '../../../lib/expressions/binder/create-binder.ts'
import { builtinFunctions } from '../../../lib/expressions/functions/index.ts'
import { interpreter } from '../../../lib/expressions/interpret.ts'
import { parseExpression } from '../../../lib/expressions/parser/parse-expression.ts'
import { parseSchema } from '../../../lib/types/ddl/ddl.ts'

/** Results of a real Spark as the 16 hexadecimal digits of a double, `NaN` or null; x and y stand in front. */
const recorded: { readonly expressions: readonly string[]; readonly rows: readonly (readonly (string | null)[])[] } =
  JSON.parse(readFileSync(new URL('spark-doubles.json', import.meta.url), 'utf8'))

const view = new DataView(new ArrayBuffer(8))

function doubleOf(digits: string): number {
  if (digits === 'NaN') return Number.NaN
  view.setBigUint64(0, BigInt(`0x${digits}`))
  return view.getFloat64(0)
}

/** Java's tan is right to 0.52 units of the last place only: where it is not, we are one unit away. */
const nearest = new Set(['tan(x)', 'cot(x)'])

const bind = (text: string) =>
  interpreter(
    createBinder({ functions: builtinFunctions, ansi: true, zone: 'UTC' }).bind(
      parseExpression(text),
      parseSchema('x DOUBLE, y DOUBLE'),
    ),
    {
      functions: builtinFunctions,
      evaluation: { batchTime: 0n, epoch: 0, queryId: '', zone: 'UTC', ansi: true, functions: new Map() },
    },
  )

describe('functions of doubles give what a real Spark gave, to the last bit', () => {
  test.each(recorded.expressions.map((text, at) => [text, at + 2] as const))('%s', (text, at) => {
    const value = bind(text)
    const wrong = recorded.rows.flatMap((row) => {
      const [x, y, wanted] = [row[0] as string, row[1] as string, row[at] as string | null]
      const got = value([doubleOf(x), doubleOf(y)]) as number | null
      const same = wanted === null ? got === null : got !== null && Object.is(doubleOf(wanted), got)
      return same ? [] : [{ x: doubleOf(x), y: doubleOf(y), got, wanted: wanted && doubleOf(wanted) }]
    })
    if (!nearest.has(text)) expect(wrong).toEqual([])
    expect(wrong.length).toBeLessThanOrEqual(recorded.rows.length / 100)
    for (const { got, wanted } of wrong)
      expect(Math.abs(Number(got) - Number(wanted))).toBeLessThan(Math.abs(Number(wanted)) * 2.5 * Number.EPSILON)
  })
})
