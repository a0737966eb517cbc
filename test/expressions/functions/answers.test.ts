import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { MillraceError } from '../../../lib/errors.ts'
import { createBinder } from '../../../lib/expressions/binder/create-binder.ts'
import type { Bound } from '../../../lib/expressions/bound.ts'
import { builtinFunctions } from '../../../lib/expressions/functions/index.ts'
import { interpreter } from '../../../lib/expressions/interpret.ts'
import { parseExpression } from '../../../lib/expressions/parser/parse-expression.ts'
import { typeSql } from '../../../lib/types/ddl/type-sql.ts'
import { Schema } from '../../../lib/types/schema.ts'

/** What a real Spark 4.3 gave: the type, and the value as CAST(… AS STRING) or hex(…) has it, or an error's condition. */
interface Answer {
  readonly sql: string
  readonly type?: string
  readonly text?: string | null
  readonly error?: string
}

const answers: readonly Answer[] = JSON.parse(readFileSync(new URL('spark-answers.json', import.meta.url), 'utf8'))
const binder = createBinder({ functions: builtinFunctions, ansi: true, zone: 'UTC' })
const noColumns = new Schema([])
const evaluation = { batchTime: 0n, epoch: 0, queryId: '', zone: 'UTC', ansi: true, functions: new Map() }

function bind(text: string): Bound | undefined {
  try {
    return binder.bind(parseExpression(text), noColumns)
  } catch (error) {
    if (error instanceof MillraceError && error.condition === 'MILLRACE_UNSUPPORTED_FUNCTION') return undefined
    throw error
  }
}

const missing = (sql: string) => {
  try {
    return bind(sql) === undefined
  } catch {
    return false
  }
}

const typeOf = ({ type, nullable }: Bound) => `${typeSql(type)}${nullable ? '' : ' NOT NULL'}`

/** Only those of functions that there are. */
const asked = answers.filter(({ sql }) => !missing(sql))

function outcome({ sql, type }: Answer): Answer {
  let given: string | undefined
  try {
    given = typeOf(bind(sql) as Bound)
    const text = bind(type?.startsWith('BINARY') ? `hex(${sql})` : `CAST((${sql}) AS STRING)`) as Bound
    return {
      sql,
      type: given,
      text: interpreter(text, { functions: builtinFunctions, evaluation })([]) as string | null,
    }
  } catch (error) {
    if (!(error instanceof MillraceError)) throw error
    return { sql, ...(given === undefined ? {} : { type: given }), error: error.condition }
  }
}

describe('single calls answer as a real Spark did', () => {
  test.each(asked.map((one) => [one.sql, one] as const))('%s', (_, wanted) => {
    const got = outcome(wanted)
    // Spark's own requirement without a condition, or one that it calls legacy.
    if (wanted.error?.startsWith('none') || wanted.error?.startsWith('_LEGACY_'))
      expect(got.error).toMatch(/^MILLRACE_/)
    else expect(got).toEqual(wanted)
  })
})
