/**
 * Starts a physical plan: opens its state and scans, then wires every stage once; epochs run through the same stages
 * until the plan is closed.
 */
import type { RecordBatch } from '../../columnar/record-batch.ts'
import type { Scan } from '../../connector/connector.ts'
import type { RowWiseStep } from '../../expressions/row-step.ts'
import { checked, checkedInput } from '../../stream/checked.ts'
import type { Message } from '../../stream/message.ts'
import type { Observable } from '../../stream/rx.ts'
import { joinStage, type Stage, stage } from '../../stream/stage.ts'
import type { Schema } from '../../types/schema.ts'
import type { StageContext } from '../operator.ts'
import { operatorNameOf } from '../operator-registry.ts'
import type { Planner } from '../planner.ts'
import { conjunction, moveInputs } from '../rewrite/bound-expressions.ts'
import { rowsProcessor } from '../rows-processor.ts'
import type { RunningPlan, StageIdentity, StartPlanOptions, StatefulStage } from '../running-plan.ts'
import {
  leadingFilters,
  type OperatorStage,
  type PhysicalPlan,
  type ReadPlan,
  type RowsStage,
} from './physical-plan.ts'
import { PlanClock } from './plan-clock.ts'
import { InnerEdge, PlanEdge } from './plan-edge.ts'
import { PlanRun } from './plan-run.ts'
import { inputWatermark, statefulStages } from './plan-watermarks.ts'

/**
 * Starts a plan.
 *
 * @param schema of the whole plan's output
 */
export async function startPlan(
  physical: { readonly root: PhysicalPlan; readonly reads: readonly ReadPlan[] },
  schema: Schema,
  planner: Planner,
  options: StartPlanOptions,
): Promise<RunningPlan> {
  const stores = new Map<OperatorStage, StatefulStage>()
  for (const [index, { node, definition, stage: of }] of statefulStages(physical.root).entries()) {
    const identity: StageIdentity = { index, operatorName: operatorNameOf(definition, node.options), node }
    stores.set(of, { ...identity, store: await options.openState(identity) })
  }
  const wiring = new Wiring(physical.reads, stores, planner, options)
  const output = wiring.observable(physical.root)
  return new PlanRun({
    schema,
    root: physical.root,
    edges: wiring.edges,
    inner: wiring.inner.toSorted((a, b) => b.build - a.build),
    stages: [...stores.values()],
    clock: wiring.clock,
    output,
    planner,
    options,
  })
}

/** Makes the Observables of a plan, inputs first. */
class Wiring {
  readonly edges = new Map<ReadPlan, PlanEdge>()
  readonly inner: InnerEdge[] = []
  readonly clock: PlanClock
  readonly #stores: ReadonlyMap<OperatorStage, StatefulStage>
  readonly #planner: Planner
  readonly #options: StartPlanOptions

  constructor(
    reads: readonly ReadPlan[],
    stores: ReadonlyMap<OperatorStage, StatefulStage>,
    planner: Planner,
    options: StartPlanOptions,
  ) {
    this.#stores = stores
    this.#planner = planner
    this.#options = options
    this.clock = new PlanClock(options.initialWatermark)
    for (const read of reads) {
      const scan = options.openScan(read.node, read.request)
      this.edges.set(read, new PlanEdge(read, scan, options.maxBatchRows))
    }
  }

  observable(plan: PhysicalPlan): Observable<Message> {
    switch (plan.kind) {
      case 'scan':
        return (this.edges.get(plan.read) as PlanEdge).messages
      case 'rows': {
        const rows = this.#rows(plan)
        const input = this.observable(plan.input)
        return rows ? input.pipe(this.#wrap(rows, 'rows')) : input
      }
      case 'operator':
        return this.#operator(plan)
    }
  }

  #wrap(one: Stage, name: string, dropsLate = false): Stage {
    return this.#options.checked ? checked(one, { name, dropsLate }) : one
  }

  /** undefined = the input's rows as they are: an alias, or filters that the source applies. */
  #rows(plan: RowsStage): Stage | undefined {
    const { evaluation, pool } = this.#options
    const { functions } = this.#planner
    const steps = this.#steps(plan)
    if (steps.length === 0) return undefined
    const input = plan.input.schema
    return stage(() => ({
      output: plan.schema,
      processor: rowsProcessor(steps, input, plan.schema, { functions, evaluation, pool }),
    }))
  }

  #steps(plan: RowsStage): readonly RowWiseStep[] {
    if (plan.input.kind !== 'scan') return plan.steps
    const { read } = plan.input
    return residualSteps(plan, (this.edges.get(read) as PlanEdge).scan, read)
  }

  #operator(plan: OperatorStage): Observable<Message> {
    const { definition, node } = plan
    // Taken on the way down: the places of the clock are in the order of the plan.
    const context = this.#context(plan)
    const start = () => ({ processor: definition.start(node.options, context), output: plan.schema })
    const [left, right] = plan.inputs.map((input) => this.observable(input))
    if (!left) {
      // Made of nothing but epochs: the plan itself begins and ends them.
      const edge = new InnerEdge(plan.build)
      this.inner.push(edge)
      return edge.messages.pipe(this.#wrap(stage(start), definition.name))
    }
    const dropsLate = definition.state === 'keyed'
    if (!right) {
      const before = definition.before?.(node.options)
      const whole: Stage = before ? (source) => source.pipe(before, stage(start)) : stage(start)
      return left.pipe(this.#wrap(whole, definition.name, dropsLate))
    }
    const second = this.#options.checked ? checkedInput(right, { name: definition.name }) : right
    return left.pipe(this.#wrap(joinStage(second, start), definition.name, dropsLate))
  }

  #context(plan: OperatorStage): StageContext {
    const { evaluation, outputMode, pool, initialWatermark, lateRows, observed } = this.#options
    const take = (rows: RecordBatch) => lateRows?.take(operatorNameOf(plan.definition, plan.node.options), rows)
    const { binder, functions } = this.#planner
    const place = { outputMode, binder }
    return {
      inputs: plan.inputs.map((input) => input.schema),
      output: plan.schema,
      pool,
      evaluation,
      outputMode,
      initialWatermark: inputWatermark(plan, initialWatermark, place) ?? 0n,
      state: this.#stores.get(plan)?.store,
      eventTime: this.clock.place(),
      observed,
      lateRows: lateRows && (() => (lateRows.wanted() ? take : undefined)),
      binder,
      functions,
    }
  }
}

/** The steps above a scan: its leading filters were handed to the source, which says what of them is left to do. */
function residualSteps(plan: RowsStage, scan: Scan, read: ReadPlan): readonly RowWiseStep[] {
  if (read.request.filters.length === 0) return plan.steps
  const { rest } = leadingFilters(plan.steps)
  const residual = scan.residual.map((filter) => moveInputs(filter, (column) => read.request.columns.indexOf(column)))
  return residual.length === 0 ? rest : [{ filter: conjunction(residual) }, ...rest]
}
