/** The files that a real Spark was asked about, and its answers in the shape of our internal values. */
import { readFileSync } from 'node:fs'
import type { Field, SqlValue } from '../../../lib/types/data-type.ts'
import { parseSchema } from '../../../lib/types/ddl/ddl.ts'
import { Schema } from '../../../lib/types/schema.ts'
import { recordedValue } from '../recorded-value.ts'

/** Rows, or how many there are when no column was read, or Spark's error. */
type RecordedAnswer =
  | readonly (readonly unknown[])[]
  | { readonly count: number }
  | { readonly error: string | null; readonly message: string; readonly causes: readonly string[] }

interface RecordedFile {
  readonly cases: readonly {
    readonly name: string
    readonly schema: string
    readonly options: Readonly<Record<string, string>>
    readonly select: readonly string[] | null
    readonly base64: string
    readonly permissive: RecordedAnswer
    readonly dropmalformed: RecordedAnswer
    readonly failfast: RecordedAnswer
    readonly corrupt?: RecordedAnswer
  }[]
}

export interface Failure {
  readonly condition: string | undefined
  /** Spark's message, and those of its causes. */
  readonly messages: readonly string[]
}

/** One read of a file by Spark. */
export interface RecordedRead {
  readonly name: string
  readonly schema: Schema
  readonly columns: readonly number[]
  readonly options: Readonly<Record<string, string>>
  readonly bytes: Uint8Array
  readonly expected: readonly SqlValue[][] | Failure
}

const file = JSON.parse(
  readFileSync(new URL('../../fixtures/spark/csv-lines.json', import.meta.url), 'utf8'),
) as RecordedFile

function* readsOf(one: RecordedFile['cases'][number]): Generator<RecordedRead> {
  const bytes = new Uint8Array(Buffer.from(one.base64, 'base64'))
  const schema = parseSchema(one.schema)
  const corrupt = one.options['columnNameOfCorruptRecord'] ?? '_corrupt_record'
  const withCorrupt = new Schema([...schema.fields, { name: corrupt, type: { kind: 'string' }, nullable: true }])
  const all = schema.fields.map((_, at) => at)
  const columns = one.select?.map((name) => schema.fields.findIndex((field) => field.name === name)) ?? all
  const modes = { permissive: one.permissive, dropmalformed: one.dropmalformed, failfast: one.failfast }
  for (const [mode, answer] of Object.entries(modes)) {
    const options = { mode, ...one.options }
    yield { name: `${one.name}, ${mode}`, schema, columns, options, bytes, expected: expected(answer, schema, columns) }
  }
  if (one.corrupt === undefined) return
  const wanted = withCorrupt.fields.map((_, at) => at)
  yield {
    name: `${one.name}, corrupt records`,
    schema: withCorrupt,
    columns: wanted,
    options: { ...one.options },
    bytes,
    expected: expected(one.corrupt, withCorrupt, wanted),
  }
}

function expected(answer: RecordedAnswer, schema: Schema, columns: readonly number[]): RecordedRead['expected'] {
  if ('error' in answer) return { condition: answer.error ?? undefined, messages: [answer.message, ...answer.causes] }
  if ('count' in answer) return Array.from({ length: answer.count }, () => [])
  return answer.map((row) => columns.map((at, i) => recordedValue((schema.fields[at] as Field).type, row[i])))
}

export const recordedReads: readonly RecordedRead[] = file.cases.flatMap((one) => [...readsOf(one)])
