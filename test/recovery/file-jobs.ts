/** Jobs from JSON files to JSON files over a simulated disk, in virtual time. */
import { createSession, type Surroundings } from '../../index.ts'
import { SimulatedFileSystem } from '../../lib/files/simulated-file-system.ts'
import type { AnyFrame } from '../../lib/session/data-frame.ts'
import { VirtualClock } from '../../lib/testing/virtual-clock.ts'
import { contractOperators, translateContractOp } from '../contract/contract-operators.ts'

export interface FileJob {
  readonly name: string
  /** What is done to the rows. */
  readonly frame: (rows: AnyFrame) => AnyFrame
  readonly partitionBy: readonly string[]
  readonly conf: Readonly<Record<string, number>>
  /** Rows of a run that nothing disturbs. */
  readonly rows: number
}

/** Batches of a whole run: enough for both logs to be compacted at Spark's default interval. */
export const batches = 13
const rowsPerFile = 4
const kinds = ['a', 'two words', null, '%41']

const cleaning = {
  'spark.sql.streaming.minBatchesToRetain': 2,
  'spark.sql.streaming.fileSource.log.cleanupDelay': 0,
  'spark.sql.streaming.fileSink.log.cleanupDelay': 0,
  'spark.sql.streaming.stateStore.minDeltasForSnapshot': 2,
}
const compacting = {
  'spark.sql.streaming.fileSource.log.compactInterval': 3,
  'spark.sql.streaming.fileSink.log.compactInterval': 3,
}

export const fileJobs: readonly FileJob[] = [
  { name: 'files to files', frame: (rows) => rows, partitionBy: [], conf: cleaning, rows: batches * rowsPerFile },
  {
    name: 'through a limit into partitions, with logs compacted often',
    frame: (rows) => rows.limit(batches * rowsPerFile - 2),
    partitionBy: ['kind'],
    conf: { ...cleaning, ...compacting },
    rows: batches * rowsPerFile - 2,
  },
  {
    name: 'counted by windows with a watermark',
    frame: (rows) => {
      const timed = rows.selectExpr('timestamp_seconds(id) AS t', 'kind').withWatermark('t', '4 seconds')
      const op = { op: 'groupBy', exprs: ["window(t, '8 seconds')", 'kind'], agg: ['count(*) AS n'] }
      const counted = translateContractOp(op, timed, () => timed)
      if (!counted) throw new Error('the contract has no windowed count')
      return counted.selectExpr('window.start AS start', 'kind', 'n')
    },
    partitionBy: [],
    conf: { ...cleaning, 'spark.sql.streaming.minBatchesToRetain': 3 },
    rows: 20,
  },
]

/** The disk with the input on it, durably. */
export function diskWithInput(): SimulatedFileSystem {
  const files = new SimulatedFileSystem()
  files.immediate.makeDirectory('/input')
  for (let file = 0; file < batches; file++) {
    const lines = Array.from({ length: rowsPerFile }, (_, at) => {
      const id = file * rowsPerFile + at
      return JSON.stringify({ id, kind: kinds[id % kinds.length] })
    })
    files.nowMs = 1_000_000 + file
    // Names against the order of their times, which is what counts.
    files.immediate.createAtomic(`/input/${batches - file}.json`, new TextEncoder().encode(`${lines.join('\n')}\n`))
  }
  return files
}

/** Runs a job on until there is nothing more to read. @throws what ended the query */
export async function runOn(files: SimulatedFileSystem, job: FileJob): Promise<void> {
  const clock = new VirtualClock(2_000_000)
  // One turn will do: nothing depends on the time.
  await clock.until(start(files, job, { clock }), 1)
}

/** Loads, in real time, what queries load when they are first started. */
export async function loadEverything(): Promise<void> {
  for (const job of fileJobs) await start(diskWithInput(), job, {})
}

async function start(files: SimulatedFileSystem, job: FileJob, surroundings: Partial<Surroundings>): Promise<void> {
  const session = createSession({
    conf: job.conf,
    register: { operators: contractOperators },
    surroundings: { ...surroundings, files, warn: () => {} },
  })
  const rows = session.readStream.schema('id BIGINT, kind STRING').option('maxFilesPerTrigger', 1).json('/input')
  const query = job
    .frame(rows)
    .writeStream.format('json')
    .option('checkpointLocation', '/checkpoint')
    .partitionBy(...job.partitionBy)
    .trigger({ availableNow: true })
    .start('/output')
  await query.awaitTermination()
}
