import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { MillraceError } from '../../../lib/errors.ts'
import { createBinder } from '../../../lib/expressions/binder/create-binder.ts'
import { functionRegistry } from '../../../lib/expressions/function-registry.ts'
import { parseType } from '../../../lib/types/ddl/ddl.ts'
import { Schema } from '../../../lib/types/schema.ts'
import { nullType } from '../../../lib/types/types.ts'

type Table = { readonly [from: string]: string }
const recorded: {
  readonly types: readonly string[]
  readonly ansi: Table
  readonly try: Table
  readonly legacy: Table
  readonly ansiNotNull: Table
  readonly legacyNotNull: Table
} = JSON.parse(readFileSync(new URL('../spark-casts.json', import.meta.url), 'utf8'))

const letters: { readonly [condition: string]: string } = {
  'DATATYPE_MISMATCH.CAST_WITHOUT_SUGGESTION': '-',
  'DATATYPE_MISMATCH.CAST_WITH_CONF_SUGGESTION': 'c',
  'DATATYPE_MISMATCH.CAST_WITH_FUNC_SUGGESTION': 'f',
}

/** What becomes of a cast of a column of type `from`. */
function outcome(
  from: string,
  to: string,
  options: { ansi: boolean; mode: 'cast' | 'try_cast'; nullable: boolean },
): string {
  const binder = createBinder({ functions: functionRegistry([]), ansi: options.ansi, zone: 'UTC' })
  const type = from === 'VOID' ? nullType : parseType(from)
  const input = new Schema([{ name: 'v', type, nullable: options.nullable }])
  try {
    const bound = binder.bind(
      { kind: 'cast', input: { kind: 'column', path: ['v'] }, type: parseType(to), mode: options.mode },
      input,
    )
    return bound.nullable ? 'y' : 'N'
  } catch (error) {
    if (error instanceof MillraceError) return letters[error.condition] ?? error.condition
    throw error
  }
}

const row = (from: string, options: Parameters<typeof outcome>[2]) =>
  recorded.types.map((to) => outcome(from, to, options)).join('')

describe.each([
  ['CAST with ANSI', recorded.ansi, { ansi: true, mode: 'cast', nullable: true }],
  ['TRY_CAST', recorded.try, { ansi: true, mode: 'try_cast', nullable: true }],
  ['CAST without ANSI', recorded.legacy, { ansi: false, mode: 'cast', nullable: true }],
  ['CAST of what is never null', recorded.ansiNotNull, { ansi: true, mode: 'cast', nullable: false }],
  ['CAST without ANSI of what is never null', recorded.legacyNotNull, { ansi: false, mode: 'cast', nullable: false }],
] as const)('%s is allowed, refused and nullable as in Spark', (_, table, options) => {
  test.each(Object.entries(table))('from %s', (from, expected) => {
    expect(row(from, options)).toBe(expected)
  })
})
