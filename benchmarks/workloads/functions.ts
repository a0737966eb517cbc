/**
 * Functions over columns beside plain loops, in ns a row; and how long a query of fifty columns takes to be parsed and
 * planned. In this process, in turn: each loop has a function of its own, as each expression has its own code.
 */

import { BufferPool } from '../../lib/columnar/buffer-pool.ts'
import { vectorOf } from '../../lib/columnar/builder.ts'
import { ByteDictionary } from '../../lib/columnar/byte-dictionary.ts'
import { RecordBatch } from '../../lib/columnar/record-batch.ts'
import type { Vector } from '../../lib/columnar/vector.ts'
import { createBinder } from '../../lib/expressions/binder/create-binder.ts'
import { compileRows } from '../../lib/expressions/code/compile-rows.ts'
import type { Evaluation } from '../../lib/expressions/evaluation.ts'
import { builtinFunctions } from '../../lib/expressions/functions/index.ts'
import { parseExpression } from '../../lib/expressions/parser/parse-expression.ts'
import type { Field } from '../../lib/types/data-type.ts'
import { parseSchema } from '../../lib/types/ddl/ddl.ts'
import { Schema } from '../../lib/types/schema.ts'
import { field, stringType } from '../../lib/types/types.ts'
import type { BenchContext } from '../bench.ts'
import { drawOf } from '../data/random.ts'
import { figure, median, table } from '../table.ts'
import { type Columns, type FunctionCase, functionCases } from './function-cases.ts'

/** Rows of the batch: two or three of a source's. */
const rows = 16_384
/** Batches before measuring, so that all code is optimised, and in a measurement. */
const warmUp = 60
const measured = 40

const schema = parseSchema(
  'a INT NOT NULL, b INT NOT NULL, x DOUBLE NOT NULL, y DOUBLE NOT NULL, at TIMESTAMP NOT NULL, s STRING, d STRING NOT NULL',
)
const evaluation: Evaluation = {
  batchTime: 0n,
  epoch: 0,
  queryId: 'bench',
  zone: 'UTC',
  ansi: true,
  functions: new Map(),
}

function columnsOf(): Columns {
  const draw = drawOf('functions')
  const every = <T>(of: (row: number) => T): T[] => Array.from({ length: rows }, (_, row) => of(row))
  const first = 1_700_000_000_000_000
  const url = (number: number) => `https://example.org/${number}/item`
  return {
    a: Int32Array.from(every(() => draw.below(1000))),
    b: Int32Array.from(every(() => draw.below(1000))),
    x: Float64Array.from(every(() => draw.share() * 1000)),
    y: Float64Array.from(every(() => draw.share() * 1000)),
    at: BigInt64Array.from(every(() => BigInt(first + draw.below(1e9) * 1000))),
    s: every((row) => url(row)),
    d: every(() => url(draw.below(64))),
  }
}

function dictionaryOf(texts: readonly string[]): Vector {
  const dictionary = new ByteDictionary(128)
  const codes = Int32Array.from(texts, (text) => dictionary.lookupText(text))
  return { layout: 'dictionary', type: stringType, length: texts.length, nulls: undefined, codes, dictionary }
}

/** ns a row of one run over the batch. */
function time(run: () => void): number {
  const from = process.hrtime.bigint()
  for (let i = 0; i < measured; i++) run()
  return Number(process.hrtime.bigint() - from) / measured / rows
}

function measure(one: FunctionCase, batch: RecordBatch, columns: Columns, rounds: number): readonly [number, number] {
  const value = createBinder({ functions: builtinFunctions, ansi: true, zone: 'UTC' }).bind(
    parseExpression(one.sql),
    schema,
  )
  const output = new Schema([field('c', value.type)])
  const compiled = compileRows([{ project: [{ field: output.fields[0] as Field, value }] }], schema, output, {
    functions: builtinFunctions,
    evaluation,
    pool: new BufferPool(),
  })
  let kept: unknown
  const engine = () => {
    const result = compiled(batch)
    result?.release()
    kept = result
  }
  const loop = () => {
    kept = one.loop(columns, rows)
  }
  for (let i = 0; i < warmUp; i++) {
    engine()
    loop()
  }
  const times = Array.from({ length: rounds }, () => [time(engine), time(loop)] as const)
  if (kept === undefined) throw new Error(`${one.sql} gave nothing`)
  return [median(times.map(([first]) => first)), median(times.map(([, second]) => second))]
}

/** Prints ns a row of each function and of its loop. @returns false when one is slower than twice its loop */
export async function functions(context: BenchContext): Promise<boolean> {
  const columns = columnsOf()
  const { a, b, x, y, at, s, d } = columns
  const vectors = [a, b, x, y, at, s].map((values, column) =>
    vectorOf((schema.fields[column] as Field).type, [...values]),
  )
  const batch = new RecordBatch(schema, [...vectors, dictionaryOf(d)], rows)
  let good = true
  const lines = functionCases.map((one) => {
    const [ours, loop] = measure(one, batch, columns, context.runs)
    const most = one.dictionary ? 1 : 2
    if (ours > most * loop) good = false
    context.record({ sql: one.sql, ns: ours, loop_ns: loop })
    return [one.sql, figure(ours), figure(loop), figure(ours / loop), ours > most * loop ? 'slow' : '']
  })
  for (const line of table(['function (ns a row)', 'millrace', 'loop', 'times', ''], lines)) context.print(line)
  return good
}
