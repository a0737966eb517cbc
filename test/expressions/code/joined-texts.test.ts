/** Texts that are joined in the output itself: the same as joined elsewhere. */
import { expect, test } from 'vitest'
import { vectorOf } from '../../../lib/columnar/builder.ts'
import { ByteDictionary } from '../../../lib/columnar/byte-dictionary.ts'
import { PoisoningPool } from '../../../lib/columnar/poisoning-pool.ts'
import { RecordBatch } from '../../../lib/columnar/record-batch.ts'
import { rowsOf } from '../../../lib/columnar/values.ts'
import type { Vector } from '../../../lib/columnar/vector.ts'
import { createBinder } from '../../../lib/expressions/binder/create-binder.ts'
import { compileRows } from '../../../lib/expressions/code/compile-rows.ts'
import { builtinFunctions } from '../../../lib/expressions/functions/index.ts'
import { parseExpression } from '../../../lib/expressions/parser/parse-expression.ts'
import type { Field } from '../../../lib/types/data-type.ts'
import { parseSchema } from '../../../lib/types/ddl/ddl.ts'
import { Schema } from '../../../lib/types/schema.ts'
import { field, stringType } from '../../../lib/types/types.ts'

const schema = parseSchema('s STRING, t STRING, d STRING NOT NULL')
const long = 'x'.repeat(700)
const s = ['a', null, '', 'é€', long, 'end']
const t = ['1', '2', null, '', long, 'of it']
const d = ['p', 'q', 'p', 'q', 'p', 'q']

function dictionary(): Vector {
  const entries = new ByteDictionary()
  const codes = Int32Array.from(d, (text) => entries.lookupText(text))
  return { layout: 'dictionary', type: stringType, length: d.length, nulls: undefined, codes, dictionary: entries }
}

function valuesOf(sql: string, selection?: readonly number[]): readonly unknown[] {
  const value = createBinder({ functions: builtinFunctions, ansi: true, zone: 'UTC' }).bind(
    parseExpression(sql),
    schema,
  )
  const output = new Schema([field('c', value.type)])
  const evaluation = { batchTime: 0n, epoch: 0, queryId: 'q', zone: 'UTC', ansi: true, functions: new Map() }
  const pool = new PoisoningPool()
  const compiled = compileRows([{ project: [{ field: output.fields[0] as Field, value }] }], schema, output, {
    functions: builtinFunctions,
    evaluation,
    pool,
  })
  const columns = [vectorOf(stringType, s), vectorOf(stringType, t), dictionary()]
  const batch = new RecordBatch(schema, columns, s.length, selection ? { selection: Int32Array.from(selection) } : {})
  const result = compiled(batch)
  // What is of a dictionary alone is computed for its entries, not for the rows.
  expect(result?.columns[0]?.layout).toBe(sql === "concat(d, '!')" ? 'dictionary' : 'bytes')
  const values = result ? rowsOf(result).map((row) => (row as readonly unknown[])[0]) : []
  result?.release()
  expect(pool.retainedBytes).toBe(0)
  return values
}

const joined = (...columns: readonly (readonly (string | null)[])[]) =>
  s.map((_, row) => (columns.some((one) => one[row] === null) ? null : columns.map((one) => one[row]).join('')))
const all = (text: string) => s.map(() => text)

test.each([
  ["concat(s, '-x')", joined(s, all('-x'))],
  ["'<' || s", joined(all('<'), s)],
  ['concat(s, t)', joined(s, t)],
  ["concat(s, ':', t, ':', s)", joined(s, all(':'), t, all(':'), s)],
  ['concat(s, d)', joined(s, d)],
  ["concat(d, '!')", joined(d, all('!'))],
  ['concat(s)', s],
  ['concat(s, NULL)', all('').map(() => null)],
  ["upper(concat(s, 'é'))", joined(s, all('é')).map((one) => one?.toUpperCase() ?? null)],
])('%s', (sql, wanted) => {
  expect(valuesOf(sql)).toEqual(wanted)
  expect(valuesOf(sql, [1, 3, 4])).toEqual([1, 3, 4].map((row) => wanted[row]))
})
