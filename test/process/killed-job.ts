/** The job that gets killed: JSON files one by one, through state if so wished, into JSON files. A program of its own. */
import {
  type AnyFrame,
  createSession,
  expr,
  type ListState,
  type MapState,
  type StatefulProcessor,
  type StatefulProcessorHandle,
  type TimerValues,
} from '../../index.ts'
import { type Kill, setKill } from './kill-points.ts'

/** What the parent wants, as JSON in the first argument. */
export interface JobOrder {
  /** With `input`; gets `checkpoint` and `output`. */
  readonly folder: string
  /**
   * `stateful`: with a limit over the query's life, partitions, and logs that are compacted every four batches; `groups`:
   * rows by kind through a function that numbers them; `processor`: through one with a list, a map and timers; `onDisk`: the
   * same with its state on disk; `counts` and `sessions`: groups and session windows that end with the watermark, on disk,
   * too; `joined`: a join with rows of the next batch, on disk, too.
   */
  readonly shape: 'plain' | 'stateful' | 'groups' | 'processor' | 'onDisk' | 'counts' | 'sessions' | 'joined'
  readonly kill?: Kill
  /** Goes on when there is nothing left to read, until it is killed; says so once it has the checkpoint. */
  readonly hold?: boolean
  /** Prints every point it passes. */
  readonly list?: boolean
  /** Other places for the two. */
  readonly checkpoint?: string
  readonly output?: string
}

const order = JSON.parse(process.argv[2] ?? '') as JobOrder
const { folder, shape, kill, hold = false, list = false } = order
const { checkpoint = `${folder}/checkpoint`, output = `${folder}/output` } = order

const say = (value: object) => process.stdout.write(`${JSON.stringify(value)}\n`)
const probe = setKill(folder, kill, list ? (point, epoch) => void say({ point, epoch }) : undefined)

const shared = {
  'spark.sql.streaming.minBatchesToRetain': 2,
  'spark.sql.streaming.fileSource.log.cleanupDelay': 0,
  'spark.sql.streaming.fileSink.log.cleanupDelay': 0,
  'spark.sql.streaming.stateStore.minDeltasForSnapshot': 2,
}
const often = {
  'spark.sql.streaming.fileSource.log.compactInterval': 4,
  'spark.sql.streaming.fileSink.log.compactInterval': 4,
}
const onDisk = ['onDisk', 'counts', 'sessions', 'joined'].includes(shape) ? { 'millrace.state.provider': 'lmdb' } : {}
const conf = shape === 'plain' ? shared : { ...shared, ...often, ...onDisk }
const session = createSession({ conf, surroundings: { probe } })

const rows = session.readStream
  .schema('id BIGINT, kind STRING, text STRING')
  .option('maxFilesPerTrigger', 1)
  .json(`${folder}/input`)
const numbered = rows.groupByKey('kind').flatMapGroupsWithState(
  async function* (kind, all, state) {
    for (const { id } of all) {
      await Promise.resolve()
      state.update((state.getOption() ?? 0n) + 1n)
      state.setTimeoutDuration('1 day')
      yield [id, kind, state.get()]
    }
  },
  { output: 'id BIGINT, kind STRING, number BIGINT', state: 'LONG', timeout: 'ProcessingTimeTimeout' },
)
/** What a kind has had: the number of the row, the ids before it in a list, their last digits in a map. */
class Remembering implements StatefulProcessor<string, { id: bigint | null }, readonly unknown[]> {
  ids!: ListState<bigint>
  digits!: MapState<string, bigint>
  handle!: StatefulProcessorHandle

  init(handle: StatefulProcessorHandle): void {
    this.handle = handle
    this.ids = handle.getListState('ids', 'LONG', { ttlMs: 86_400_000 })
    this.digits = handle.getMapState('digits', 'STRING', 'LONG')
  }

  *handleInputRows(kind: string, all: Iterable<{ id: bigint | null }>, timers: TimerValues) {
    this.handle.registerTimer(timers.getCurrentProcessingTimeInMs() + 86_400_000)
    for (const { id } of all) {
      this.ids.appendValue(id ?? 0n)
      const digit = String(id).slice(-1)
      this.digits.updateValue(digit, (this.digits.getValue(digit) ?? 0n) + 1n)
      const sum = this.ids.get().reduce((total, one) => total + one, 0n)
      yield [id, kind, sum * 1000n + (this.digits.getValue(digit) ?? 0n)]
    }
  }
}
const remembered = rows
  .groupByKey('kind')
  .transformWithState(Remembering, { output: 'id BIGINT, kind STRING, number BIGINT', timeMode: 'ProcessingTime' })
const timed = rows.selectExpr('id', 'kind', 'timestamp_seconds(id + 1) AS at').withWatermark('at', '0 seconds')
/** Each row, when the one of the next batch comes that stands where it does. */
const next = timed.selectExpr('id - 5 AS place', 'at AS later')
const joined = timed
  .join(next, expr('id = place AND later > at AND later <= at + INTERVAL 5 SECONDS'))
  .select('id', 'kind', 'later')
const counted = rows
  .selectExpr('id', 'kind', 'timestamp_seconds(id + 1) AS at')
  .withWatermark('at', '0 seconds')
  .groupBy('at', 'id', 'kind')
  .count()
/** Each file has the ids of the one before again: their sessions grow, and end two batches later. */
const inSessions = rows
  .selectExpr('explode(array(id, id - 5)) AS id', 'timestamp_seconds(100 * (id DIV 5)) AS at')
  .where('id >= 0')
  .withWatermark('at', '0 seconds')
  .groupBy(expr("session_window(at, '150 seconds')"), 'id')
  .count()
const frame = {
  plain: rows,
  stateful: rows.limit(62),
  groups: numbered,
  processor: remembered,
  onDisk: remembered,
  counts: counted,
  sessions: inSessions,
  joined,
}[shape] as AnyFrame
const writer = frame.writeStream
  .format('json')
  .option('checkpointLocation', checkpoint)
  .partitionBy(...(shape === 'stateful' ? ['kind'] : []))
  .trigger(hold ? { processingTime: 0 } : { availableNow: true })
try {
  const query = writer.start(output)
  if (hold) say({ holds: query.runId })
  await query.awaitTermination()
} catch (error) {
  process.stderr.write(String(error))
  process.exitCode = 1
}
