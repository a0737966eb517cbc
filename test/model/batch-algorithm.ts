/**
 * Spark's micro-batch algorithm, one row at a time and from the beginning of a group at every emission: which batches
 * run, which watermarks each of them sees, what is late, what is evicted, what each output mode gives. Independent of
 * the engine: it shares expressions and types with it, nothing else. The rules are those of Spark 4.3
 * (MicroBatchExecution, WatermarkTracker, IncrementalExecution, statefulOperators), proved by the golden scenarios.
 */
import { MillraceError } from '../../lib/errors.ts'
import { parseSchema } from '../../lib/types/ddl/ddl.ts'
import { schemaDdl } from '../../lib/types/ddl/type-sql.ts'
import { toRowObject } from '../../lib/types/values/row-value.ts'
import { goldenRow } from '../golden/runner/golden-value.ts'
import type { Additions, BatchProgress, GoldenError, Scenario, Step, StepResult } from '../golden/runner/scenario.ts'
import type { Outcome } from '../golden/runner/scenario-run.ts'
import { type Batch, BatchRun, type Files, type State } from './model-batch.ts'
import { isStreamJoin, type ModelNode, NotModelled, nodes } from './model-node.ts'
import { modelRow, PlanReader } from './model-plan.ts'

/**
 * Runs a scenario.
 *
 * @returns the parts of its file that a recorder fills. Names and types of the output are the scenario's own
 *   `outputSchema` where it has one; numInputRows, and rows of state that were updated or removed, are not modelled and 0
 * @throws NotModelled for what the model leaves out
 */
export function runModel(scenario: Scenario): Outcome {
  const model = new BatchAlgorithm(scenario)
  const expected: StepResult[] = []
  for (const step of scenario.steps) {
    const result = model.step(step)
    expected.push(result)
    if (result.error && !step.continueAfterError) break
  }
  return { outputSchema: model.schema, expected }
}

class BatchAlgorithm {
  readonly #scenario: Scenario
  readonly #reader: PlanReader
  #plan: ModelNode
  /** Files that no batch has taken yet. */
  #unread: Files = {}
  /** Files that the source's log knows but no batch has: the offsets were lost. */
  #orphans: Files = {}
  #state: State = new Map()
  #waiting: Batch['waiting'] = new Map()
  #last: Batch | undefined
  /** A batch that is in the offset log but was not committed: a restart runs it again. */
  #pending: Batch | undefined
  #nextId = 0
  /** The global watermark in ms, for the next batch. */
  #watermark = 0
  /** Watermark by withWatermark; lost at a restart. */
  #tracked = new Map<number, number>()
  /** Watermark of the last batch of this run; a run owes no batch without data before its first batch. */
  #ranWith: number | undefined
  #running = false
  #batches: { batchId: number; rows: StepResult['batches'][number]['rows'] }[] = []
  #progress: BatchProgress[] = []

  constructor(scenario: Scenario) {
    this.#scenario = scenario
    this.#reader = new PlanReader(scenario)
    this.#plan = this.#reader.read(scenario.plan)
  }

  /** DDL of the output. */
  get schema(): string {
    return this.#scenario.outputSchema ?? schemaDdl(this.#plan.fields)
  }

  step(step: Step): StepResult {
    this.#batches = []
    this.#progress = []
    if (step.restart && this.#running) {
      this.#running = false
      if (step.conf) throw new NotModelled('settings that a restart changes')
      if (step.plan) this.#plan = this.#reader.read(step.plan)
      if (step.lose) this.#lose(step.lose)
      this.#publish(step.addWhileStopped)
    }
    this.#publish(step.add)
    const error = this.#processAllAvailable()
    const last = this.#progress.at(-1)
    return {
      ...(error ? { error } : {}),
      batches: this.#batches,
      watermark: last?.watermark ?? null,
      droppedByWatermark: this.#progress.flatMap((one) => one.state).reduce((sum, one) => sum + one.dropped, 0),
      stateRows: last ? last.state.reduce((sum, one) => sum + one.total, 0) : null,
      progress: this.#progress,
    }
  }

  #publish(additions: Additions = {}): void {
    for (const [source, addition] of Object.entries(additions)) {
      const { fields } = parseSchema(this.#scenario.sources[source]?.schema ?? '')
      for (const rows of 'files' in addition ? addition.files : [addition]) {
        if (!Array.isArray(rows)) throw new NotModelled('files that are not given as rows')
        const read = rows.map((row) => modelRow(fields, row))
        this.#unread[source] = [...(this.#unread[source] ?? []), read]
      }
    }
  }

  /** The log entries of the last batch vanish; its state version is not read again. */
  #lose(what: 'commit' | 'offsets'): void {
    const last = this.#last as Batch
    this.#state = last.state
    this.#waiting = last.waiting
    this.#nextId = last.id
    this.#watermark = last.watermark
    if (what === 'commit') this.#pending = last
    else this.#orphans = last.files
  }

  #processAllAvailable(): GoldenError | undefined {
    const { trigger } = this.#scenario
    if (!this.#running || trigger) {
      this.#tracked = new Map()
      this.#ranWith = undefined
      this.#running = true
    }
    try {
      if (this.#pending) {
        this.#run(this.#pending)
        if (trigger === 'once') return undefined
      }
      while (this.#next()) if (trigger === 'once') return undefined
    } catch (error) {
      if (!(error instanceof MillraceError)) throw error
      return { class: error.name, condition: error.condition, message: error.message, phase: 'run' }
    }
    return undefined
  }

  /** Plans and runs a batch if there is new data, or if the watermark has moved and an operator has to hear of it. */
  #next(): boolean {
    const files = this.#take()
    if (Object.keys(files).length === 0 && !this.#owesBatch()) return false
    // After lost offsets the last batch is one of the same number as the next.
    const before = (this.#last?.id === this.#nextId ? this.#last?.before : this.#last?.watermark) ?? 0
    this.#run({
      id: this.#nextId,
      files,
      watermark: this.#watermark,
      before,
      state: this.#state,
      waiting: this.#waiting,
    })
    return true
  }

  #take(): Files {
    const taken: Files = {}
    for (const [source, { options = {} }] of Object.entries(this.#scenario.sources)) {
      const unread = this.#unread[source] ?? []
      const once = this.#scenario.trigger === 'once'
      if (options['maxBytesPerTrigger'] && !once) throw new NotModelled('sizes of files')
      const most = once ? Infinity : Number(options['maxFilesPerTrigger'] ?? Infinity)
      const files = [...(this.#orphans[source] ?? []), ...unread.slice(0, most)]
      this.#unread[source] = unread.slice(most)
      if (files.length > 0) taken[source] = files
    }
    this.#orphans = {}
    return taken
  }

  #owesBatch(): boolean {
    if (this.#scenario.conf['spark.sql.streaming.noDataMicroBatches.enabled'] === 'false') return false
    if (this.#ranWith === undefined || this.#watermark <= this.#ranWith) return false
    const complete = this.#scenario.outputMode === 'complete'
    return nodes(this.#plan).some((node) => {
      if (node.kind === 'join') return isStreamJoin(node) && node.sides.some((one) => one.expiry)
      return node.kind === 'deduplicate' || (node.kind === 'aggregate' && !complete)
    })
  }

  #run(batch: Batch): void {
    this.#pending = batch
    this.#last = batch
    const run = new BatchRun(batch, this.#scenario.outputMode)
    const rows = run.rows(this.#plan)
    const { fields } = parseSchema(this.schema)
    const zone = this.#scenario.conf['spark.sql.session.timeZone'] ?? 'UTC'
    const golden = rows.map((row) => goldenRow(fields, toRowObject(fields, row), zone))
    this.#batches.push({ batchId: batch.id, rows: golden })
    this.#progress.push(this.#report(batch, run))
    this.#pending = undefined
    this.#state = run.state
    this.#waiting = run.waiting
    this.#ranWith = batch.watermark
    this.#nextId = batch.id + 1
    this.#watermark = Math.max(batch.watermark, this.#chosenWatermark(run))
  }

  /** Nodes that have seen no row in this run count as 1970. */
  #chosenWatermark(run: BatchRun): number {
    const marks = nodes(this.#plan).flatMap((node) => {
      if (node.kind !== 'watermark') return []
      const seen = run.times.get(node.id)
      const known = this.#tracked.get(node.id)
      const mark = seen ? Math.max(seen.max - node.delayMs, known ?? -Infinity) : (known ?? 0)
      this.#tracked.set(node.id, mark)
      return [mark]
    })
    const policy = this.#scenario.conf['spark.sql.streaming.multipleWatermarkPolicy'] === 'max' ? Math.max : Math.min
    return marks.length === 0 ? 0 : policy(...marks)
  }

  #report(batch: Batch, run: BatchRun): BatchProgress {
    const all = nodes(this.#plan)
    const text = (ms: number) => new Date(ms).toISOString()
    const marks = all.filter((node) => node.kind === 'watermark')
    const times = marks.map((node) => run.times.get(node.id)).find((one) => one !== undefined)
    const watermark = marks.length > 0 ? text(batch.watermark) : null
    return {
      batchId: batch.id,
      numInputRows: 0,
      watermark,
      eventTime: {
        ...(times ? { min: text(times.min), max: text(times.max) } : {}),
        ...(watermark === null ? {} : { watermark }),
      },
      state: all.flatMap((node) => {
        const counts = 'id' in node && run.counts.get(node.id)
        return counts ? [{ ...counts, updated: 0, removed: 0 }] : []
      }),
    }
  }
}
