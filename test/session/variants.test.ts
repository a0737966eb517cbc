import { describe, expect, test } from 'vitest'
import { createSession } from '../../index.ts'
import { MillraceError } from '../../lib/errors.ts'
import { Timestamp } from '../../lib/types/values/timestamp.ts'
import { VariantValue } from '../../lib/types/values/variant-value.ts'
import { hexOf, type Recorded, type RecordedStatement, recorded } from '../types/variant/recorded-variants.ts'

const session = createSession({ conf: { 'spark.sql.session.timeZone': 'UTC' } })

/** A user's value in the form of the recording. */
function recordedForm(value: unknown): Recorded {
  if (value instanceof VariantValue) return { $variant: [hexOf(value.value), hexOf(value.metadata)] }
  if (value instanceof Uint8Array) return { $hex: hexOf(value) }
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : { $str: pythonWord(value) }
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : { $str: String(value) }
  if (Array.isArray(value)) return value.map(recordedForm)
  if (value instanceof Map) return { $map: [...value].map(([key, one]) => [recordedForm(key), recordedForm(one)]) }
  if (Object.getPrototypeOf(value) === Object.prototype) return Object.values(value as object).map(recordedForm)
  return { $str: timeText(value instanceof Timestamp ? value.toISOString() : String(value)) }
}

const pythonWord = (value: number) => (Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf')

/** Text as Python writes it: times with a blank, and six digits of a fraction or none. */
function timeText(text: string): string {
  // And a decimal of nothing but zeros with an exponent.
  const zeros = /^0\.(0{7,})$/.exec(text)?.[1]
  if (zeros !== undefined) return `0E-${zeros.length}`
  const match = /^(\d{4,}-\d\d-\d\d)T([\d:]+)(?:\.(\d+))?Z?$/.exec(text)
  if (!match) return text
  const [, date, time, fraction = ''] = match
  return `${date} ${time}${/[1-9]/.test(fraction) ? `.${fraction.padEnd(6, '0')}` : ''}`
}

interface Outcome {
  readonly schema?: readonly string[]
  readonly rows?: readonly (readonly Recorded[])[]
  readonly error?: string
  readonly message?: string
}

async function outcomeOf(sql: string): Promise<Outcome> {
  try {
    const frame = session.sql(sql)
    const schema = frame.schema.fields.map(({ name, nullable }) => `${name}|${nullable ? 'null' : 'not null'}`)
    const rows = await frame.collect()
    return { schema, rows: rows.map((row: object) => Object.values(row).map(recordedForm)) }
  } catch (error) {
    if (!(error instanceof MillraceError)) throw error
    return { error: error.condition, message: error.message }
  }
}

/** The statement as Spark answered it, without what this package does not have. */
function wanted({ schema, rows, error, message }: RecordedStatement): Outcome {
  if (!rows) return { error: error as string, message: message?.split('\n')[0] as string }
  return { schema: schema?.map((one) => one.replace(/\|.*\|/, '|')) as readonly string[], rows }
}

/** Where in the text it was found, which the recording leaves out. */
const position = / \(line \d+, pos \d+\)$/

const firstLine = (outcome: Outcome): Outcome =>
  outcome.message === undefined
    ? outcome
    : { ...outcome, message: (outcome.message.split('\n')[0] as string).replace(position, '') }

const groups = ['casts', 'gets', 'paths', 'extract', 'edits', 'schemas', 'explode', 'json'] as const

/** What this package answers otherwise, by why. */
const different: { readonly [why: string]: readonly RegExp[] } = {
  'a bug of Spark': [/^SELECT cast\(TIME/, /v:a\.b\[i\]/, /v:a\[\*\]/],
  'TIME is refused as such': [/to_variant_object\(TIME/],
  'a function that is not there': [/make_interval/],
  'SQL that is not there': [/LATERAL/, /input =>/],
  'CHAR and VARCHAR are STRING here': [/as char\(3\)/, /varchar\(3\)/],
  'a longer message': [/'\$\.a'\)$/],
  'from_json takes what can be cast to text': [/^SELECT from_json\(1,/],
  'a generator, also in select lists': [/^SELECT variant_explode\(parse/],
}
const isDifferent = (sql: string) => Object.values(different).some((all) => all.some((one) => one.test(sql)))

describe.each(groups)('%s', (group) => {
  const statements = recorded[group].filter(({ sql }) => !isDifferent(sql))
  test.each(statements)('$sql', async (statement) => {
    expect(firstLine(await outcomeOf(statement.sql))).toEqual(wanted(statement))
  })
})

/** Refusals are Spark's by condition; whose words it uses for what it makes of an expression is its own affair. */
describe('refusals', () => {
  // Spark fails for another reason, or refuses what is nothing but a hint here.
  const statements = recorded.refusals.filter(({ sql }) => !/approx_count_distinct|DISTRIBUTE BY/.test(sql))
  test.each(statements)('$sql', async ({ sql, rows, error }) => {
    const outcome = await outcomeOf(sql)
    if (outcome.error?.startsWith('MILLRACE_SQL_NOT_YET') || outcome.error === 'MILLRACE_NOT_SUPPORTED') return
    expect({ rows: outcome.rows, error: outcome.error }).toEqual(rows ? { rows } : { error })
  })
})
