import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { showString } from '../../lib/expressions/show-table.ts'
import { parseDecimal } from '../../lib/formats/json/decimal-text.ts'
import type { DataType, SqlValue } from '../../lib/types/data-type.ts'
import { parseSchema } from '../../lib/types/ddl/ddl.ts'
import { parseDate, parseTimestamp, parseTimestampNtz } from '../../lib/types/time/text.ts'
import { utc } from '../../lib/types/time/zone.ts'

interface Case {
  readonly name: string
  readonly schema: string
  readonly rows: readonly string[] | null
  readonly numRows: number
  readonly truncate: boolean | number
  readonly vertical: boolean
  readonly conf?: Readonly<Record<string, string>>
  readonly text: string
}
const fixture = new URL('../fixtures/spark/show.json', import.meta.url)
const { cases } = JSON.parse(readFileSync(fixture, 'utf8')) as { readonly cases: readonly Case[] }

/** to_json keeps milliseconds only, and has no text for intervals: these rows are written down here. */
const written: Readonly<Record<string, readonly (readonly SqlValue[])[]>> = {
  temporal: [
    [-1n, parseDate('0001-01-01') ?? null],
    [1_767_323_045_000_000n, parseDate('9999-12-31') ?? null],
    [1_767_323_045_000_100n, null],
  ],
}

/** Values as Spark's to_json writes them; wide numbers keep their text. */
function internal(type: DataType, value: unknown): SqlValue {
  if (value === undefined || value === null) return null
  switch (type.kind) {
    case 'long':
      return BigInt(value as number)
    case 'decimal':
      return parseDecimal(String(value), type.precision, type.scale) ?? null
    case 'float':
      return Math.fround(Number(value))
    case 'double':
      return Number(value)
    case 'binary':
      return Uint8Array.from(atob(value as string), (char) => char.charCodeAt(0))
    case 'date':
      return parseDate(value as string) ?? null
    case 'timestamp':
      return parseTimestamp(value as string, utc) ?? null
    case 'timestamp_ntz':
      return parseTimestampNtz(value as string) ?? null
    case 'array':
      return (value as readonly unknown[]).map((element) => internal(type.element, element))
    case 'map':
      return Object.entries(value as object).map(([key, entry]) => [
        internal(type.key, key),
        internal(type.value, entry),
      ])
    case 'struct':
      return type.fields.map((one) => internal(one.type, (value as Record<string, unknown>)[one.name]))
    default:
      return value as SqlValue
  }
}

/** A calendar interval and a variant cannot be columns here. */
const unsupported = new Set(['intervals', 'variant'])

test.each(cases.filter((one) => !unsupported.has(one.name)))('prints the table of Spark: $name', (one) => {
  const schema = parseSchema(one.schema)
  // -0.0 and 1.50 would lose their form as JSON numbers.
  const parsed = (one.rows ?? []).map((row) =>
    JSON.parse(row.replace(/([:[,])(-?[\d.]+(?:E-?\d+)?)(?=[,}\]])/g, '$1"$2"')),
  )
  const rows =
    written[one.name.replace('-full', '')] ??
    parsed.map((row) => schema.fields.map((field) => internal(field.type, row[field.name])))
  const text = showString(schema, rows, {
    numRows: one.numRows,
    truncate: one.truncate === true ? 20 : Number(one.truncate),
    vertical: one.vertical,
    zone: one.conf?.['spark.sql.session.timeZone'] ?? 'UTC',
  })
  expect(text).toBe(one.text)
})

test('prints intervals and times', () => {
  const schema = parseSchema('a INTERVAL DAY TO SECOND, b INTERVAL YEAR TO MONTH, d INTERVAL DAY')
  const rows = [[93_784_500_000n, 14, 259_200_000_000n]]
  expect(showString(schema, rows, { truncate: 0, zone: 'UTC' }).split('\n')[3]).toBe(
    "|INTERVAL '1 02:03:04.5' DAY TO SECOND|INTERVAL '1-2' YEAR TO MONTH|INTERVAL '3' DAY|",
  )
})
