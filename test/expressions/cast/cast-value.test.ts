import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { MillraceError } from '../../../lib/errors.ts'
import { canCast } from '../../../lib/expressions/binder/cast-rules.ts'
import { type CastMode, castValue } from '../../../lib/expressions/cast/cast-value.ts'
import type { DataType, SqlValue } from '../../../lib/types/data-type.ts'
import { parseType } from '../../../lib/types/ddl/ddl.ts'
import { stringType } from '../../../lib/types/types.ts'

interface Recorded {
  readonly zone: string
  readonly types: readonly string[]
  readonly refused: Readonly<Record<CastMode, Readonly<Record<string, string>>>>
  readonly values: Readonly<Record<string, readonly (string | null)[]>>
  readonly casts: readonly {
    readonly from: string
    readonly to: string
    readonly try?: readonly (string | null)[]
    readonly legacy?: readonly (string | null)[]
    readonly ansi?: Readonly<Record<string, string>>
  }[]
}

const recorded: Recorded = JSON.parse(readFileSync(new URL('../../fixtures/casts/casts.json', import.meta.url), 'utf8'))
const { zone } = recorded

/** Values that have no text to be read back from. */
const written: Readonly<Record<string, readonly SqlValue[]>> = {
  interval: [
    [14, 25, 18367500000n],
    [0, 0, 0n],
    [0, -1, 0n],
  ],
  'array<int>': [[1, null, 3], []],
  'array<string>': [['1', null, 'x'], ['a,b']],
  'map<string,int>': [
    [
      ['a', 1],
      ['b', null],
    ],
    [],
  ],
  'map<int,string>': [[[1, 'x']]],
  'struct<a:int>': [[1], [null]],
  'struct<b:string>': [['x'], ['5']],
  'struct<a:int,b:string>': [[1, 'x']],
  void: [null],
}

function hexBytes(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

function sourceValues(name: string, type: DataType): readonly SqlValue[] {
  return (
    written[name] ??
    (recorded.values[name] ?? []).map((text) => {
      if (text === null) return null
      return type.kind === 'binary' ? hexBytes(text) : castValue(text, stringType, type, 'ansi', zone)
    })
  )
}

function textOf(value: SqlValue, type: DataType, mode: CastMode): string | null {
  if (value === null) return null
  if (value instanceof Uint8Array)
    return [...value].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join('')
  return castValue(value, type, stringType, mode === 'legacy' ? 'legacy' : 'ansi', zone) as string
}

function conditionOf(run: () => unknown): string {
  try {
    run()
    return 'OK'
  } catch (error) {
    return error instanceof MillraceError ? error.condition : String(error)
  }
}

describe('casts that Spark 4.3 ran', () => {
  for (const { from, to, ansi, ...results } of recorded.casts) {
    const [source, target] = [parseType(from), parseType(to)]
    test(`${from} to ${to}`, () => {
      const values = sourceValues(from, source)
      for (const mode of ['try', 'legacy'] as const) {
        const wanted = results[mode]
        if (!wanted) continue
        // '9223372036854775807' AS INTERVAL YEAR wraps around to -1 year in Spark: not something to follow.
        const wraps = (value: SqlValue | undefined) => to === 'interval year' && value === '9223372036854775807'
        const given = values.map((value) => textOf(castValue(value, source, target, mode, zone), target, mode))
        expect(given.map((text, at) => [mode, values[at], text])).toEqual(
          wanted.map((text, at) => [mode, values[at], wraps(values[at]) ? null : text]),
        )
      }
      for (const [at, condition] of Object.entries(ansi ?? {})) {
        const value = values[Number(at)] ?? null
        expect([value, conditionOf(() => castValue(value, source, target, 'ansi', zone))]).toEqual([value, condition])
      }
    })
  }
})

describe('pairs of types that the analyzer allows', () => {
  for (const mode of ['ansi', 'try', 'legacy'] as const) {
    test(mode, () => {
      const wrong: string[] = []
      for (const from of recorded.types) {
        for (const to of recorded.types) {
          const refused = recorded.refused[mode][`${from} -> ${to}`] !== undefined
          if (canCast(parseType(from), parseType(to), mode) === refused)
            wrong.push(`${from} -> ${to}: ${refused ? 'refused' : 'allowed'} by Spark`)
        }
      }
      expect(wrong).toEqual([])
    })
  }
})
