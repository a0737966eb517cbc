import { batchOf } from '../../lib/columnar/builder.ts'
import { PoisoningPool } from '../../lib/columnar/poisoning-pool.ts'
import { RecordBatch } from '../../lib/columnar/record-batch.ts'
import { rowsOf } from '../../lib/columnar/values.ts'
import type { OutputMode, ScanRequest } from '../../lib/connector/connector.ts'
import { createBinder } from '../../lib/expressions/binder/create-binder.ts'
import type { Bound } from '../../lib/expressions/bound.ts'
import { builtinFunctions } from '../../lib/expressions/functions/index.ts'
import { makeNode } from '../../lib/plan/node.ts'
import type { Node } from '../../lib/plan/nodes.ts'
import { type AnyDefinition, operatorRegistry } from '../../lib/plan/operator-registry.ts'
import { type PlannedQuery, planQuery } from '../../lib/plan/plan-query.ts'
import { createPlanner, type Planner } from '../../lib/plan/planner.ts'
import type { RunningPlan, StartPlanOptions } from '../../lib/plan/running-plan.ts'
import { Observable } from '../../lib/stream/rx.ts'
import { leasedCopy } from '../../lib/testing/run-stage.ts'
import type { Field, SqlValue } from '../../lib/types/data-type.ts'
import { parseSchema } from '../../lib/types/ddl/ddl.ts'
import { Schema } from '../../lib/types/schema.ts'
import { builtinOperators } from '../../operators/index.ts'
import { MemoryState, type StateDisk } from '../contract/memory-state.ts'

/** A planner with the package's operators and perhaps more. */
export function plannerOf(...operators: readonly AnyDefinition[]): Planner {
  const binder = createBinder({ functions: builtinFunctions, ansi: true, zone: 'UTC' })
  return createPlanner(operatorRegistry([...builtinOperators, ...operators]), binder, builtinFunctions)
}

/** A read of the relation `name`. */
export function source(name: string, ddl: string, streaming = true): Node {
  return makeNode('source', { relation: name, format: 'test', options: [], fields: parseSchema(ddl).fields, streaming })
}

export function planned(root: Node, planner: Planner = plannerOf(), outputMode: OutputMode = 'append'): PlannedQuery {
  return planQuery(root, planner, { kind: 'stream', outputMode })
}

/** A plan that runs on the poisoning pool under the rule checker, and what it asked of its sources. */
export interface TestRun {
  readonly running: RunningPlan
  readonly requests: readonly ScanRequest[]
  readonly pool: PoisoningPool
  readonly disk: StateDisk
}

/** @param residual what the sources leave of the filters they are given; default all */
export async function started(
  query: PlannedQuery,
  residual: (filters: readonly Bound[]) => readonly Bound[] = (filters) => filters,
  more: Partial<StartPlanOptions> = {},
): Promise<TestRun> {
  const requests: ScanRequest[] = []
  const pool = new PoisoningPool()
  const disk: StateDisk = new Map()
  const running = await query.start({
    outputMode: 'append',
    evaluation: { batchTime: 0n, epoch: 0, queryId: '', zone: 'UTC', ansi: true, functions: new Map() },
    pool,
    watermarkPolicy: 'min',
    initialWatermark: 0n,
    openScan(node, request) {
      requests.push(request)
      const schema = new Schema(request.columns.map((at) => node.options.fields[at] as Field))
      return { schema, residual: residual(request.filters), read: () => new Observable() }
    },
    openState: async ({ index }) => new MemoryState(disk, index, 0),
    checked: true,
    ...more,
  })
  return { running, requests, pool, disk }
}

/** Rows of each relation, in the columns of the relation's own schema. */
export type Data = { readonly [relation: string]: readonly (readonly SqlValue[])[] }

/** Runs one epoch and gives its rows, and what other messages came. @param rowsAtOnce rows of a source's batches */
export function runEpoch(
  { running, pool }: TestRun,
  data: Data,
  epoch = 0,
  watermark = 0n,
  rowsAtOnce = Number.POSITIVE_INFINITY,
): { readonly rows: SqlValue[][]; readonly kinds: readonly string[] } {
  const rows: SqlValue[][] = []
  const kinds: string[] = []
  let failure: { readonly error: unknown } | undefined
  const messages = running.epoch({ epoch, batchTime: 0n, watermark }, (edges) => {
    for (const edge of edges.toSorted((a, b) => b.build - a.build)) {
      const all = new Schema(edge.node.options.fields)
      const rows = data[edge.relation] ?? []
      const { schema } = edge.scan
      for (let from = 0; from < rows.length; from += rowsAtOnce) {
        const whole = batchOf(all, rows.slice(from, from + rowsAtOnce))
        const columns = schema.names.map((name) => whole.columns[all.index(name) as number] as never)
        const batch = leasedCopy(new RecordBatch(schema, columns, whole.length), pool)
        edge.batch(batch)
        batch.release()
      }
      edge.barrier()
    }
  })
  messages.subscribe({
    next(message) {
      if (message.kind === 'batch') rows.push(...rowsOf(message.batch))
      else kinds.push(message.kind)
    },
    error: (error: unknown) => {
      failure = { error }
    },
  })
  if (failure) throw failure.error
  return { rows, kinds }
}
