/** How long a program takes to load millrace, and to commit its first batch of a small file. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import type { BenchContext } from '../bench.ts'
import { engines, measure } from '../engines.ts'
import { figure, median } from '../table.ts'

/** Loading is measured against an empty program, in turn. */
const loads = 15

/** Prints medians of the load time, and of process start to first commit beside Spark's. */
export async function startup(context: BenchContext): Promise<boolean> {
  const { root, folder, print } = context
  const small = `${folder}/startup`
  rmSync(small, { recursive: true, force: true })
  mkdirSync(`${small}/data`, { recursive: true })
  writeFileSync(`${small}/empty.mjs`, '')
  writeFileSync(`${small}/load.mjs`, `import '${root}dist/index.js'\n`)
  const line =
    '{"host": "a.example", "timestamp": "1995-07-01T00:00:01.000-04:00", "request": "GET /", "http_reply": 200, "bytes": 1}'
  writeFileSync(`${small}/data/one.json`, `${line}\n`.repeat(10))
  const took = async (program: string): Promise<number> =>
    (await measure(program, [process.execPath, `${small}/${program}`])).outer_s
  const times: { readonly empty: number[]; readonly load: number[] } = { empty: [], load: [] }
  for (let round = 0; round < loads; round++) {
    times.empty.push(await took('empty.mjs'))
    times.load.push(await took('load.mjs'))
  }
  const over = 1000 * (median(times.load) - median(times.empty))
  print(
    `\nstart-up: loading millrace takes ${figure(over, 1)} ms over an empty program (${figure(1000 * median(times.empty), 0)} ms)`,
  )
  context.record({ load_ms: over, empty_ms: 1000 * median(times.empty) })
  const job = { root, workload: 'W1', data: `${small}/data`, output: `${small}/out`, filesPerBatch: 1 }
  const firsts = async (engine: string, rounds: number): Promise<number> => {
    const found: number[] = []
    for (let round = 0; round < rounds; round++) {
      const measured = await measure(engine, engines[engine]?.command(job) ?? [])
      context.record(measured)
      found.push(measured.first_batch_s ?? measured.outer_s)
    }
    return median(found)
  }
  const own = await firsts('millrace', context.runs)
  print(`start-up: process start to first committed batch ${figure(1000 * own, 0)} ms`)
  if (context.against.includes('spark')) {
    const spark = await firsts('spark', Math.min(3, context.runs))
    print(`start-up: Spark ${figure(1000 * spark, 0)} ms, ${figure(spark / own, 0)} times as long`)
  }
  return true
}
