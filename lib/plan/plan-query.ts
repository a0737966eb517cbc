/**
 * From a logical plan to one that can start: checks, binding, rewrites, physical plan. The same for streams and for
 * static frames (`session.read…collect()` runs one epoch of a plan whose edges are all static).
 */
import type { OutputMode } from '../connector/connector.ts'
import type { Schema } from '../types/schema.ts'
import { bindPlan } from './analyze/bound-plan.ts'
import { checkStreamingQuery } from './analyze/check-query.ts'
import { refuseAction } from './analyze/streaming.ts'
import { explainPlan } from './explain.ts'
import { nodesOf } from './node.ts'
import type { Node } from './nodes.ts'
import { physicalPlan } from './physical/physical-plan.ts'
import { startPlan } from './physical/start-plan.ts'
import { type Planner, schemaOf } from './planner.ts'
import { rewritePlan } from './rewrite/rewrite-plan.ts'
import type { RunningPlan, StartPlanOptions } from './running-plan.ts'

export interface PlanQueryOptions {
  /** `stream`: to be started by writeStream in the given mode; `batch`: an action on a static frame. */
  readonly kind: 'stream' | 'batch'
  /** Ignored for `batch`, which is append. */
  readonly outputMode: OutputMode
  /** `spark.sql.streaming.statefulOperator.checkCorrectness.enabled`: true unless given. */
  readonly checksCorrectness?: boolean
}

/** A plan that has not started; every mistake of the user's has been found. */
export interface PlannedQuery {
  readonly schema: Schema
  /** Distinct relations in the order of the plan's text: the order of lines in the offset log. Static ones too. */
  readonly sources: readonly Node<'source'>[]
  /** Opens state and sources and starts every stage. May be called again for another run. */
  start(options: StartPlanOptions): Promise<RunningPlan>
  /** The text of `explain(extended)`, in Spark's form. */
  explain(extended: boolean): string
}

/**
 * Plans a query.
 *
 * @param root the logical plan, as DataFrame methods made it
 * @throws the refusals of Spark's UnsupportedOperationChecker, and whatever `schemaOf` finds
 */
export function planQuery(root: Node, planner: Planner, options: PlanQueryOptions): PlannedQuery {
  const schema = schemaOf(root, planner)
  if (options.kind === 'stream') checkStreamingQuery(root, planner, options)
  else refuseAction(root)
  const analyzed = bindPlan(root, planner)
  const optimized = rewritePlan(analyzed, planner)
  const physical = physicalPlan(optimized, planner.binder)
  return {
    schema,
    sources: distinctSources(root),
    start: (start) => startPlan(physical, schema, planner, start),
    explain: (extended) => explainPlan({ root, analyzed, optimized, physical: physical.root }, planner, extended),
  }
}

/** The explain text of a frame that is not about to start; nothing is refused. */
export function explainFrame(root: Node, planner: Planner, extended: boolean): string {
  const analyzed = bindPlan(root, planner)
  const optimized = rewritePlan(analyzed, planner)
  return explainPlan(
    { root, analyzed, optimized, physical: physicalPlan(optimized, planner.binder).root },
    planner,
    extended,
  )
}

function distinctSources(root: Node): readonly Node<'source'>[] {
  const found = new Map<string, Node<'source'>>()
  for (const node of nodesOf(root)) {
    if (node.op !== 'source') continue
    const source = node as Node<'source'>
    const known = found.get(source.options.relation)
    // One read for all; who wants the source's metadata has one column more.
    if (!known || known.options.fields.length < source.options.fields.length) found.set(source.options.relation, source)
  }
  return [...found.values()]
}
