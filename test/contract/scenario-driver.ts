/**
 * Drives a RunningPlan through a golden scenario as a query would: one epoch a file or a step, no-data epochs when an
 * operator wants one, restarts from what was persisted. No checkpoint, no sink, no clock.
 */
import { readFileSync } from 'node:fs'
import { batchOf } from '../../lib/columnar/builder.ts'
import { PoisoningPool } from '../../lib/columnar/poisoning-pool.ts'
import { RecordBatch } from '../../lib/columnar/record-batch.ts'
import { rowsOf } from '../../lib/columnar/values.ts'
import type { OutputMode, Scan } from '../../lib/connector/connector.ts'
import { createBinder } from '../../lib/expressions/binder/create-binder.ts'
import { builtinFunctions } from '../../lib/expressions/functions/index.ts'
import { parseExpression } from '../../lib/expressions/parser/parse-expression.ts'
import { makeNode } from '../../lib/plan/node.ts'
import type { Node } from '../../lib/plan/nodes.ts'
import { operatorRegistry } from '../../lib/plan/operator-registry.ts'
import { type PlannedQuery, planQuery } from '../../lib/plan/plan-query.ts'
import { createPlanner, type Planner, schemaOf } from '../../lib/plan/planner.ts'
import type { RunningPlan, SourceEdge } from '../../lib/plan/running-plan.ts'
import { Observable } from '../../lib/stream/rx.ts'
import { leasedCopy } from '../../lib/testing/run-stage.ts'
import type { DataType, Field, SqlValue } from '../../lib/types/data-type.ts'
import { parseSchema } from '../../lib/types/ddl/ddl.ts'
import { Schema } from '../../lib/types/schema.ts'
import { builtinOperators } from '../../operators/index.ts'
import { withWatermark } from '../../operators/with-watermark.ts'
import { contractNode, contractOperators, type GoldenOp } from './contract-operators.ts'
import { MemoryState, type StateDisk } from './memory-state.ts'

type GoldenRow = { readonly [column: string]: unknown }
type GoldenPlan = readonly (GoldenOp | { readonly from: string })[]

export interface Scenario {
  readonly conf: { readonly [key: string]: string }
  readonly sources: {
    readonly [name: string]: { readonly schema: string; readonly options?: { readonly [key: string]: string } }
  }
  readonly plan: GoldenPlan
  readonly outputMode: OutputMode
  readonly steps: readonly {
    readonly restart?: boolean
    readonly add?: {
      readonly [source: string]: readonly GoldenRow[] | { readonly files: readonly (readonly GoldenRow[])[] }
    }
  }[]
  readonly expected: readonly ExpectedStep[]
}

interface ExpectedStep {
  readonly batches: readonly { readonly batchId: number; readonly rows: readonly GoldenRow[] }[]
  readonly watermark: string | null
  readonly droppedByWatermark: number
  readonly stateRows: number | null
}

/** A recorded scenario by name. */
export function readScenario(name: string): Scenario {
  return JSON.parse(readFileSync(new URL(`../golden/scenarios/${name}.json`, import.meta.url), 'utf8')) as Scenario
}

/** A planner with the package's operators and the tests' own. */
export function contractPlanner(): Planner {
  const binder = createBinder({ functions: builtinFunctions, ansi: true, zone: 'UTC' })
  return createPlanner(operatorRegistry([...builtinOperators, ...contractOperators]), binder, builtinFunctions)
}

/** The node of a golden plan. */
export function goldenNode(plan: GoldenPlan, scenario: Scenario, planner: Planner): Node {
  let frame: Node | undefined
  const translate = (other: unknown) => goldenNode(other as GoldenPlan, scenario, planner)
  for (const op of plan) {
    if ('from' in op && !('op' in op)) {
      const { fields } = parseSchema(scenario.sources[op.from as string]?.schema ?? '')
      frame = makeNode('source', {
        relation: op.from as string,
        format: 'golden',
        options: [],
        fields,
        streaming: true,
      })
      continue
    }
    frame = opNode(op as GoldenOp, frame as Node, (node) => schemaOf(node, planner), translate)
  }
  return frame as Node
}

function opNode(op: GoldenOp, frame: Node, columns: (node: Node) => Schema, translate: (plan: unknown) => Node): Node {
  if (op.op === 'withWatermark') return withWatermark.node(frame, op['column'] as string, op['delay'] as string)
  if (op.op === 'filter') return makeNode('filter', { condition: parseExpression(op['expr'] as string) }, [frame])
  if (op.op === 'selectExpr')
    return makeNode('project', { columns: (op['exprs'] as readonly string[]).map((one) => parseExpression(one)) }, [
      frame,
    ])
  if (op.op === 'union')
    return makeNode('union', { byName: false, allowMissingColumns: false }, [frame, translate(op['right'])])
  const node = contractNode(op, frame, { schemaOf: columns, translate })
  if (!node) throw new Error(`the driver cannot translate ${op.op}`)
  return node
}

/** What `expected` of a scenario says, of this run. */
export async function runScenario(scenario: Scenario): Promise<ExpectedStep[]> {
  const run = new ScenarioRun(scenario)
  const steps: ExpectedStep[] = []
  for (const step of scenario.steps) {
    if (step.restart) await run.restart()
    for (const [source, added] of Object.entries(step.add ?? {})) {
      for (const file of 'files' in added ? added.files : [added as readonly GoldenRow[]]) run.add(source, file)
    }
    steps.push(await run.untilIdle())
  }
  return steps
}

class ScenarioRun {
  readonly #scenario: Scenario
  readonly #planner = contractPlanner()
  readonly #planned: PlannedQuery
  readonly #pool = new PoisoningPool()
  readonly #disk: StateDisk = new Map()
  readonly #files = new Map<string, RecordBatch[]>()
  #running: RunningPlan | undefined
  #epoch = 0
  /** The watermark that each epoch ran with. */
  readonly #watermarks: bigint[] = []
  #next = 0n
  /** An epoch of this run: after a restart no no-data batch is owed. */
  #executed = false

  constructor(scenario: Scenario) {
    this.#scenario = scenario
    const root = goldenNode(scenario.plan, scenario, this.#planner)
    this.#planned = planQuery(root, this.#planner, { kind: 'stream', outputMode: scenario.outputMode })
  }

  async restart(): Promise<void> {
    this.#running?.close()
    this.#running = undefined
    this.#executed = false
  }

  add(source: string, rows: readonly GoldenRow[]): void {
    const { fields } = parseSchema(this.#scenario.sources[source]?.schema ?? '')
    const batch = batchOf(
      new Schema(fields),
      rows.map((row) => fields.map((one) => internal(row[one.name], one.type))),
    )
    this.#files.set(source, [...(this.#files.get(source) ?? []), batch])
  }

  async untilIdle(): Promise<ExpectedStep> {
    const noData = this.#scenario.conf['spark.sql.streaming.noDataMicroBatches.enabled'] !== 'false'
    const batches: { batchId: number; rows: readonly GoldenRow[] }[] = []
    let dropped = 0
    for (;;) {
      const running = await this.#start()
      const data = this.#take()
      const before = this.#watermarks.at(-1) ?? 0n
      const owed = noData && this.#executed && running.needsBatch(before, this.#next, 0n)
      if (data.size === 0 && !owed) break
      batches.push({ batchId: this.#epoch, rows: await this.#execute(running, data) })
      for (const { store } of running.stages) dropped += store.metrics.rowsDroppedByWatermark
    }
    const stages = this.#running?.stages ?? []
    return {
      batches,
      watermark: this.#running?.hasWatermark
        ? new Date(Number((this.#watermarks.at(-1) ?? 0n) / 1000n)).toISOString()
        : null,
      droppedByWatermark: dropped,
      stateRows: stages.reduce((sum, { store }) => sum + store.metrics.rowsTotal, 0),
    }
  }

  async #start(): Promise<RunningPlan> {
    this.#running ??= await this.#planned.start({
      outputMode: this.#scenario.outputMode,
      evaluation: { batchTime: 0n, epoch: 0, queryId: '', zone: 'UTC', ansi: true, functions: new Map() },
      pool: this.#pool,
      watermarkPolicy: this.#scenario.conf['spark.sql.streaming.multipleWatermarkPolicy'] === 'max' ? 'max' : 'min',
      initialWatermark: this.#watermarks.at(-1) ?? 0n,
      openScan: (_, { columns, filters }): Scan => {
        const fields = columns.map(
          (at) => parseSchema(this.#scenario.sources[_.options.relation]?.schema ?? '').fields[at] as Field,
        )
        return { schema: new Schema(fields), residual: filters, read: () => new Observable() }
      },
      openState: async ({ index }) => new MemoryState(this.#disk, index, this.#epoch),
      checked: true,
    })
    return this.#running
  }

  /** The next epoch's files: one a source with maxFilesPerTrigger, else all. */
  #take(): ReadonlyMap<string, readonly RecordBatch[]> {
    const taken = new Map<string, readonly RecordBatch[]>()
    for (const [source, files] of this.#files) {
      const most = Number(this.#scenario.sources[source]?.options?.['maxFilesPerTrigger'] ?? files.length)
      const some = files.splice(0, most)
      if (some.length > 0) taken.set(source, some)
    }
    return taken
  }

  async #execute(
    running: RunningPlan,
    data: ReadonlyMap<string, readonly RecordBatch[]>,
  ): Promise<readonly GoldenRow[]> {
    const rows: GoldenRow[] = []
    for (const { store } of running.stages) store.beginEpoch()
    const input = { epoch: this.#epoch, batchTime: 0n, watermark: this.#next }
    await new Promise<void>((resolve, reject) => {
      running
        .epoch(input, (edges) => this.#feed(edges, data))
        .subscribe({
          next: (message) => {
            if (message.kind !== 'batch') return
            for (const row of rowsOf(message.batch)) rows.push(external(row, running.schema.fields) as GoldenRow)
          },
          error: reject,
          complete: resolve,
        })
    })
    if (this.#pool.retainedBytes > 0)
      throw new Error(`retained after epoch ${this.#epoch}: ${this.#pool.owners.join(', ')}`)
    for (const { store } of running.stages) await store.persistSealed(this.#epoch + 1)
    this.#watermarks.push(this.#next)
    this.#next = running.nextWatermark(this.#next)
    this.#epoch++
    this.#executed = true
    return rows
  }

  #feed(edges: readonly SourceEdge[], data: ReadonlyMap<string, readonly RecordBatch[]>): void {
    for (const edge of edges) {
      for (const file of data.get(edge.relation) ?? []) {
        const columns = edge.scan.schema.names.map((name) => file.columns[file.schema.index(name) as number] as never)
        const batch = leasedCopy(new RecordBatch(edge.scan.schema, columns, file.length), this.#pool)
        try {
          edge.batch(batch)
        } finally {
          batch.release()
        }
      }
      edge.barrier()
    }
  }
}

/** A golden value as an internal one. */
function internal(value: unknown, type: DataType): SqlValue {
  if (value === null || value === undefined) return null
  if (type.kind === 'timestamp') return microsOf(value as string)
  if (type.kind === 'long') return BigInt(value as number)
  return value as SqlValue
}

function microsOf(text: string): bigint {
  const [seconds = '', fraction = '0Z'] = text.split('.')
  return BigInt(Date.parse(`${seconds}Z`)) * 1000n + BigInt(fraction.slice(0, -1).padEnd(6, '0'))
}

/** A row as golden files hold it. */
function external(row: readonly SqlValue[], fields: readonly Field[]): unknown {
  return Object.fromEntries(fields.map((one, at) => [one.name, goldenValue(row[at] ?? null, one.type)]))
}

function goldenValue(value: SqlValue, type: DataType): unknown {
  if (value === null) return null
  if (type.kind === 'struct') return external(value as readonly SqlValue[], type.fields)
  if (type.kind === 'timestamp') {
    const micros = value as bigint
    const fraction = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n
    const seconds = new Date(Number((micros - fraction) / 1000n)).toISOString().slice(0, 19)
    return `${seconds}.${fraction.toString().padStart(6, '0')}Z`
  }
  return typeof value === 'bigint' ? Number(value) : value
}
