/** The lines that a real Spark was asked about, and its answers in the shape of our internal values. */
import { readFileSync } from 'node:fs'
import { utf8Of } from '../../../lib/columnar/bytes.ts'
import type { DataType, SqlValue } from '../../../lib/types/data-type.ts'
import { parseSchema } from '../../../lib/types/ddl/ddl.ts'
import type { Schema } from '../../../lib/types/schema.ts'
import { recordedValue } from '../recorded-value.ts'

interface RecordedFile {
  readonly schemas: Readonly<Record<string, string>>
  readonly cases: readonly {
    readonly schema: string
    readonly kind: string
    readonly line?: string
    readonly base64?: string
    readonly rows: readonly (readonly unknown[])[]
    readonly dropmalformed?: readonly (readonly unknown[])[]
    readonly failfast?: readonly string[] | null
    readonly failfastMessage?: string
  }[]
}

/** One case: a chunk of a file, and what PERMISSIVE gives for it. */
export interface RecordedCase {
  readonly schema: Schema
  readonly kind: string
  readonly chunk: Uint8Array
  /** Values by column, then the corrupt record (null when the record is well formed). */
  readonly rows: readonly SqlValue[][]
  /** Conditions of the exception in FAILFAST; null: it succeeds, undefined: not asked. */
  readonly failfast: readonly string[] | null | undefined
  readonly failfastMessage: string | undefined
}

const file = JSON.parse(
  readFileSync(new URL('../../fixtures/spark/json-lines.json', import.meta.url), 'utf8'),
) as RecordedFile

const schemas = new Map(Object.entries(file.schemas).map(([name, ddl]) => [name, parseSchema(ddl)]))

export const recordedCases: readonly RecordedCase[] = file.cases.map((one) => {
  const schema = schemas.get(one.schema) as Schema
  const chunk = one.line === undefined ? new Uint8Array(Buffer.from(one.base64 as string, 'base64')) : utf8Of(one.line)
  const rows = one.rows.map((row) => [
    ...schema.fields.map((field, at) => recordable(field.type, recordedValue(field.type, row[at]))),
    row.length <= schema.length ? null : row[schema.length] === true ? textOf(chunk) : (row[schema.length] as string),
  ])
  return { schema, kind: one.kind, chunk, rows, failfast: one.failfast, failfastMessage: one.failfastMessage }
})

function textOf(chunk: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(chunk)
}

/** Maps as the recording has them: a Python dict, in which the last of equal keys wins and order means nothing. */
export function recordable(type: DataType, value: SqlValue): SqlValue {
  if (value === null) return null
  if (type.kind === 'array') return (value as readonly SqlValue[]).map((one) => recordable(type.element, one))
  if (type.kind === 'struct')
    return type.fields.map((one, at) => recordable(one.type, (value as readonly SqlValue[])[at] ?? null))
  if (type.kind !== 'map') return value
  const entries = new Map(value as readonly [string, SqlValue][])
  return [...entries].sort(([a], [b]) => (a < b ? -1 : 1))
}
