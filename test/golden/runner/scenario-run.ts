/** Runs one streaming scenario on the embedded engine, step by step, and notes what Spark's recorder noted. */
import { MillraceError } from '../../../lib/errors.ts'
import type { Probe } from '../../../lib/query/probe.ts'
import type { StreamingQuery } from '../../../lib/query/streaming-query.ts'
import type { AnyFrame } from '../../../lib/session/data-frame.ts'
import type { Session } from '../../../lib/session/session.ts'
import { schemaDdl } from '../../../lib/types/ddl/type-sql.ts'
import { openGoldenSession } from './golden-session.ts'
import { canonicalText, goldenRow, type Json } from './golden-value.ts'
import { buildPlan, type ExtraOperators, NotThereYet } from './plan-frame.ts'
import type { BatchProgress, GoldenError, Plan, Scenario, SourceText, Step, StepResult } from './scenario.ts'
import { ScenarioFiles } from './scenario-files.ts'

/** What came out: the parts of a scenario's file that a recorder fills. */
export interface Outcome {
  readonly outputSchema?: string | undefined
  readonly expected?: readonly StepResult[]
  readonly expectError?: GoldenError
  readonly noError?: boolean
}

/** Where a run is broken off, once; it is started again at once. */
export interface Interruption {
  readonly at: Parameters<Probe>[0]
  readonly epoch: number
  /** `kill`: nothing more is written from there on; `stop`: as `query.stop()` ends it. */
  readonly how: 'kill' | 'stop'
}

/** What a killed query fails with. */
class Killed extends Error {}

/**
 * Runs a scenario.
 *
 * @param folder an empty folder of its own; the caller removes it
 * @param extra stands in for operators that tests bring themselves
 * @param interruption where the query is broken off and started again; batches that run twice come twice
 * @throws NotThereYet when the package lacks something that the plan names
 */
export async function runScenario(
  scenario: Scenario,
  folder: string,
  extra?: ExtraOperators,
  interruption?: Interruption,
): Promise<Outcome> {
  const run = new ScenarioRun(scenario, folder, extra, interruption)
  try {
    return scenario.wantError ? await run.untilError() : await run.steps()
  } finally {
    await run.close()
  }
}

class ScenarioRun {
  readonly #scenario: Scenario
  readonly #files: ScenarioFiles
  readonly #session: Session
  readonly #extra: ExtraOperators | undefined
  #plan: Plan
  #query: StreamingQuery | undefined
  #schema: string | undefined
  #batches: { batchId: number; rows: readonly Json[] }[] = []
  #reported = 0
  /** Last batch in the file sink's log that has been looked at. */
  #logged = -1
  #interruption: Interruption | undefined
  /** How far the step has come. */
  #phase: GoldenError['phase'] = 'start'
  /** Runs when the query next asks its sources what is new, so that a step's files become visible together. */
  #publish: (() => void) | undefined

  constructor(
    scenario: Scenario,
    folder: string,
    extra: ExtraOperators | undefined,
    interruption: Interruption | undefined,
  ) {
    this.#interruption = interruption
    this.#scenario = scenario
    this.#plan = scenario.plan
    this.#extra = extra
    this.#files = new ScenarioFiles(folder, scenario)
    const probe: Probe = (point, epoch) => {
      if (point === 'before:latest-offset') {
        this.#publish?.()
        this.#publish = undefined
      }
      this.#interrupt(point, epoch)
    }
    this.#session = openGoldenSession(scenario.conf, { probe })
  }

  async steps(): Promise<Outcome> {
    const expected: StepResult[] = []
    for (const step of this.#scenario.steps) {
      const result = await this.#step(step)
      expected.push(result)
      if (result.error && !step.continueAfterError) break
    }
    return { outputSchema: this.#schema, expected }
  }

  async untilError(): Promise<Outcome> {
    let phase: GoldenError['phase'] = 'build'
    try {
      const built = buildPlan(this.#plan, {
        frames: this.#frames(),
        extra: this.#extra,
        sql: (text) => this.#session.sql(text),
      })
      if ('action' in built) await built.action
      else {
        // A mistake in the plan belongs to the building of the frame, not to the start.
        this.#schema = schemaDdl(built.frame.schema.fields)
        phase = 'start'
        const publish = this.#files.prepare(this.#scenario.steps[0]?.add)
        this.#start(built.frame)
        phase = 'run'
        this.#publish = publish
        await this.#query?.processAllAvailable()
      }
      return { outputSchema: this.#schema, noError: true }
    } catch (error) {
      return { expectError: goldenError(error, phase) }
    }
  }

  async close(): Promise<void> {
    await this.#query?.stop()
    await this.#session.stop()
  }

  #interrupt(point: Interruption['at'], epoch: number): void {
    const wanted = this.#interruption
    if (!wanted || wanted.at !== point || wanted.epoch !== epoch) return
    this.#interruption = undefined
    if (wanted.how === 'kill') throw new Killed('killed by the test')
    void this.#query?.stop()
  }

  /** Starts the query if need be, and waits for all there is; one that was broken off is started again. */
  async #runToRest(publish: () => void): Promise<void> {
    const wasWanted = this.#interruption !== undefined
    try {
      await this.#rest(publish)
    } catch (error) {
      if (!isKill(error)) throw error
    }
    if (!wasWanted || this.#interruption !== undefined) return
    await this.#query?.stop()
    this.#query = undefined
    await this.#rest(() => {})
  }

  async #rest(publish: () => void): Promise<void> {
    if (this.#scenario.trigger) {
      publish()
      this.#start(this.#build())
      this.#phase = 'run'
      await this.#query?.awaitTermination()
      return
    }
    if (!this.#query) this.#start(this.#build())
    this.#phase = 'run'
    this.#publish = publish
    await this.#query?.processAllAvailable()
  }

  async #step(step: Step): Promise<StepResult> {
    this.#batches = []
    this.#phase = 'start'
    let error: GoldenError | undefined
    try {
      if (step.restart && this.#query) await this.#stopForRestart(step)
      if (step.lose) this.#files.lose(step.lose)
      const publish = this.#files.prepare(step.add)
      await this.#runToRest(publish)
    } catch (thrown) {
      error = goldenError(thrown, this.#phase)
    }
    const progress = this.#newProgress()
    const last = progress.at(-1)
    return {
      ...(error ? { error } : {}),
      batches: this.#batches,
      ...this.#written(),
      watermark: last?.watermark ?? null,
      droppedByWatermark: sum(progress.flatMap((one) => one.state.map((state) => state.dropped))),
      stateRows: last ? sum(last.state.map((state) => state.total)) : null,
      progress,
    }
  }

  /** What a file sink has written in this step. */
  #written(): Pick<StepResult, 'written'> {
    const { sink, sinkOptions } = this.#scenario
    if (sink !== 'json' && sink !== 'text') return {}
    const written = this.#files.written(this.#logged, sinkOptions?.['encoding'] ?? 'utf-8')
    this.#logged = written.at(-1)?.batchId ?? this.#logged
    return { written }
  }

  async #stopForRestart(step: Step): Promise<void> {
    await this.#query?.stop()
    this.#query = undefined
    this.#plan = step.plan ?? this.#plan
    for (const [key, value] of Object.entries(step.conf ?? {})) this.#session.conf.set(key, value)
    this.#files.prepare(step.addWhileStopped)()
  }

  #frames(): ReadonlyMap<string, AnyFrame> {
    const frames = new Map<string, AnyFrame>()
    for (const [name, source] of Object.entries(this.#scenario.sources)) {
      frames.set(name, this.#sourceFrame(name, source))
    }
    for (const [name, table] of Object.entries(this.#scenario.statics ?? {})) {
      frames.set(name, this.#session.read.schema(table.schema).json(this.#files.staticFile(name)) as AnyFrame)
    }
    return frames
  }

  #sourceFrame(name: string, { format = 'json', schema, options = {} }: SourceText): AnyFrame {
    const reader = this.#session.readStream.format(format).options(options)
    try {
      return (format === 'text' ? reader : reader.schema(schema)).load(this.#files.sourceFolder(name)) as AnyFrame
    } catch (error) {
      if (error instanceof MillraceError && error.condition === 'DATA_SOURCE_NOT_FOUND') {
        throw new NotThereYet(`format ${format}`)
      }
      throw error
    }
  }

  #build(): AnyFrame {
    const built = buildPlan(this.#plan, {
      frames: this.#frames(),
      extra: this.#extra,
      sql: (text) => this.#session.sql(text),
    })
    if (!('frame' in built)) throw new Error('the plan ends in an action')
    return built.frame
  }

  #start(frame: AnyFrame): void {
    const { outputMode, sink = 'foreachBatch', sinkOptions = {}, trigger, ordered } = this.#scenario
    this.#schema = schemaDdl(frame.schema.fields)
    const zone = this.#session.conf.get('spark.sql.session.timeZone')
    let writer = frame.writeStream.outputMode(outputMode).option('checkpointLocation', this.#files.checkpoint)
    if (sink === 'foreachBatch') {
      writer = writer.foreachBatch(async (batch: AnyFrame, batchId: number) => {
        const { fields } = batch.schema
        const rows = (await batch.collect()).map((row) => goldenRow(fields, row, zone))
        this.#batches.push({ batchId, rows: ordered ? rows : canonicalOrder(rows) })
      })
    } else {
      writer = writer.format(sink).queryName('golden').option('path', this.#files.output).options(sinkOptions)
      writer = writer.partitionBy(...(this.#scenario.partitionBy ?? []))
    }
    if (trigger === 'availableNow') writer = writer.trigger({ availableNow: true })
    if (trigger === 'once') writer = writer.trigger({ once: true })
    this.#query = writer.start()
    this.#reported = 0
  }

  #newProgress(): readonly BatchProgress[] {
    const reports = (this.#query?.recentProgress ?? []).slice(this.#reported)
    this.#reported += reports.length
    return reports.flatMap((report): BatchProgress[] => {
      if (report.durationMs['addBatch'] === undefined) return []
      return [
        {
          batchId: report.batchId,
          numInputRows: report.numInputRows,
          watermark: report.eventTime?.['watermark'] ?? null,
          eventTime: report.eventTime ?? {},
          state: report.stateOperators.map((one) => ({
            op: one.operatorName,
            total: one.numRowsTotal,
            updated: one.numRowsUpdated,
            removed: one.numRowsRemoved,
            dropped: one.numRowsDroppedByWatermark,
          })),
        },
      ]
    })
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)

/** Rows without an order are sorted as the recorder did: by the compact JSON text of their values. */
export function canonicalOrder(rows: readonly Json[]): readonly Json[] {
  const keyed = rows.map((row) => [canonicalText(Object.values(row ?? {})), row] as const)
  return keyed.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0)).map((one) => one[1])
}

function isKill(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) if (cause instanceof Killed) return true
  return false
}

function goldenError(thrown: unknown, phase: GoldenError['phase']): GoldenError {
  if (thrown instanceof NotThereYet) throw thrown
  if (!(thrown instanceof MillraceError)) throw thrown
  const causes: { condition: string | null; message: string }[] = []
  for (let cause = thrown.cause; cause instanceof Error; cause = cause.cause) {
    causes.push({ condition: cause instanceof MillraceError ? cause.condition : null, message: cause.message })
  }
  return { class: thrown.name, condition: thrown.condition, message: thrown.message, phase, causes }
}
