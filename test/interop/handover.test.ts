/** A checkpoint and an output that millrace and a real Spark 4.3 take over from each other, in both directions. */
import { fileURLToPath } from 'node:url'
import { createSession } from 'millrace'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sparkEnvironment } from '../../benchmarks/python-environment.ts'
import { byId, filesPerBatch, Handover, type Interruption, partitionBy, type Row, schema } from './handover.ts'
import { SparkProcess } from './spark-process.ts'

/** Of one run of the query. */
interface Ran {
  readonly id: string
  readonly batches: readonly { readonly batchId: number; readonly rows: number }[]
}

interface Engine {
  /** Takes all there is, in batches of two files. */
  run(handover: Handover): Promise<Ran>
}

const environment = sparkEnvironment(fileURLToPath(new URL('../../', import.meta.url)))
const reason = 'missing' in environment ? `, not run: this machine has no ${environment.missing}` : ''
let process: SparkProcess

const spark: Engine = {
  run: ({ input, output, checkpoint }) => {
    const options = { maxFilesPerTrigger: String(filesPerBatch) }
    const conf = { 'spark.sql.shuffle.partitions': '3' }
    return process.ask<Ran>({ do: 'stream', schema, options, input, output, checkpoint, partitionBy, conf })
  },
}

const session = createSession({ conf: { 'spark.sql.shuffle.partitions': '5' } })

const millrace: Engine = {
  async run({ input, output, checkpoint }) {
    const query = session.readStream
      .schema(schema)
      .option('maxFilesPerTrigger', filesPerBatch)
      .json(input)
      .writeStream.format('json')
      .partitionBy(...partitionBy)
      .option('checkpointLocation', checkpoint)
      .trigger({ availableNow: true })
      .start(output)
    await query.awaitTermination()
    const batches = query.recentProgress.map(({ batchId, numInputRows }) => ({ batchId, rows: numInputRows }))
    return { id: query.id, batches }
  },
}

/** What each reader sees, by its name. */
async function read({ output }: Handover): Promise<Readonly<Record<string, readonly Row[]>>> {
  const ask = (ignoreLog: boolean) => process.ask<readonly Row[]>({ do: 'read', schema, path: output, ignoreLog })
  return {
    'Spark, by the log of the sink': await ask(false),
    'Spark, by listing': await ask(true),
    millrace: (await session.read.schema(schema).json(output).collect()) as unknown as readonly Row[],
  }
}

interface Case {
  readonly first: Engine
  readonly second: Engine
  readonly name: string
  /** Of the session that began: a query keeps it. */
  readonly partitions: string
  readonly when: Interruption
}

/** What a file source makes of an entry without offsets is its own: Spark reads it together with newer files. */
const cases: readonly Case[] = [
  ...(['before its offsets', 'before its output', 'after its output'] as const).map((when) => ({
    name: 'millrace goes on with what Spark began',
    first: spark,
    second: millrace,
    partitions: '3',
    when,
  })),
  ...(['before its output', 'after its output'] as const).map((when) => ({
    name: 'Spark goes on with what millrace began',
    first: millrace,
    second: spark,
    partitions: '5',
    when,
  })),
]

const ids = ({ batches }: Ran) => batches.map((batch) => batch.batchId)
const upTo = (end: number) => Array.from({ length: end }, (_, id) => id)

describe.skipIf(reason !== '')(`a query goes on where another engine stopped${reason}`, () => {
  beforeAll(() => {
    if ('python' in environment) process = new SparkProcess(environment.python)
  })
  afterAll(async () => {
    await session.stop()
    await process?.stop()
  })

  const title = ({ name, when }: Case) => `${name}, and back; a crash hit batch 27 ${when}`

  test.each(cases.map((one) => [title(one), one] as const))('%s', async (_, { first, second, partitions, when }) => {
    const handover = new Handover()
    handover.addFiles(28)
    const begun = await first.run(handover)
    expect(ids(begun)).toEqual(upTo(28))
    if (first === spark) expect(handover.checksums).toBeGreaterThan(100)
    expect(handover.confOf(0)).toMatchObject({ 'spark.sql.shuffle.partitions': partitions })
    const interrupted = handover.idsRead(27)
    handover.interrupt(27, when)
    expect(handover.isCommitted(27)).toBe(false)
    handover.addFiles(3)
    const other = await second.run(handover)
    expect(ids(other)).toEqual([27, 28, 29, 30])
    expect(handover.idsRead(27)).toEqual(interrupted)
    handover.addFiles(1)
    const back = await first.run(handover)
    expect(ids(back)).toEqual([31])
    expect([other.id, back.id]).toEqual([begun.id, begun.id])
    for (const batch of upTo(32)) {
      expect(handover.isCommitted(batch), `commits/${batch}`).toBe(true)
      expect(handover.idsRead(batch), `files of batch ${batch}`).toHaveLength(filesPerBatch * 3)
      expect(handover.idsWritten(batch), `rows of batch ${batch}`).toEqual(handover.idsRead(batch))
      expect(handover.confOf(batch), `settings of batch ${batch}`).toEqual(handover.confOf(0))
    }
    for (const [reader, rows] of Object.entries(await read(handover))) {
      expect(byId(rows), reader).toEqual(handover.expected)
    }
    expect(byId(handover.globbed()), 'a plain glob').toEqual(handover.expected)
    handover.remove()
  })
})
