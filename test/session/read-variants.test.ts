import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { createSession } from '../../index.ts'
import { MillraceError } from '../../lib/errors.ts'
import { VariantValue } from '../../lib/types/values/variant-value.ts'
import { hexOf, type Recorded, type RecordedRead, recorded } from '../types/variant/recorded-variants.ts'

const session = createSession({ conf: { 'spark.sql.session.timeZone': 'UTC' } })
const folder = mkdtempSync(join(tmpdir(), 'millrace-variants-'))
afterAll(() => rmSync(folder, { recursive: true }))

const recordedForm = (value: unknown): Recorded =>
  value instanceof VariantValue ? { $variant: [hexOf(value.value), hexOf(value.metadata)] } : (value as Recorded)

let files = 0

async function read({ format, text, options, schema }: RecordedRead) {
  const path = join(folder, `${files++}`)
  writeFileSync(path, text)
  const reader = Object.entries(options).reduce(
    (made, [name, value]) => made.option(name, value),
    session.read.format(format),
  )
  try {
    const frame = (schema === null ? reader : reader.schema(schema)).load(path)
    const rows = (await frame.collect()).map((row: object) => Object.values(row).map(recordedForm))
    return { columns: frame.schema.fields.map(({ name, type }) => `${name}|${type.kind}`), rows }
  } catch (error) {
    if (!(error instanceof MillraceError)) throw error
    return { error: error.condition }
  }
}

describe.each(['json', 'csv'] as const)('%s files have the variants that Spark reads', (format) => {
  const cases = recorded.readers.filter((one) => one.format === format)
  test.each(cases)('$options $schema $text', async (one) => {
    const wanted = one.rows
      ? { columns: one.types?.map((type) => type.replace(/\|\w+$/, '')), rows: one.rows }
      : { error: one.error }
    expect(await read(one)).toEqual(wanted)
  })
})
