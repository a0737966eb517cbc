/** A scenario's plan as a DataFrame, step by step; steps that the package cannot do yet say so. */
import { MillraceError } from '../../../lib/errors.ts'
import { Column } from '../../../lib/expressions/column.ts'
import { expr } from '../../../lib/expressions/column-functions.ts'
import { parseSortExpression } from '../../../lib/expressions/parser/parse-expression.ts'
import type { AnyFrame } from '../../../lib/session/data-frame.ts'
import type { GroupedData } from '../../../lib/session/grouped-data.ts'
import type { Plan, PlanStep } from './scenario.ts'

/** The scenario needs an operator, a format or a function that the package does not have. */
export class NotThereYet extends Error {
  readonly missing: string
  /** What a user is told. */
  readonly told: string

  /** @param missing what is missing: `operator groupBy`, `format csv` */
  constructor(missing: string, told = 'not there yet') {
    super(`not there yet: ${missing}`)
    this.missing = missing
    this.told = told
  }
}

/** Stands in for operators that tests bring themselves; undefined = not this one's. */
export type ExtraOperators = (
  step: Exclude<PlanStep, { readonly from: string }>,
  frame: AnyFrame,
  build: (plan: Plan) => AnyFrame,
) => AnyFrame | undefined

export interface PlanFrames {
  /** Frames of the scenario's sources and static tables, by name. */
  readonly frames: ReadonlyMap<string, AnyFrame>
  readonly extra?: ExtraOperators | undefined
  /** The session's SQL. */
  readonly sql?: (text: string) => AnyFrame
}

type Build = (frame: AnyFrame, step: Step, build: (plan: Plan) => AnyFrame) => unknown
type Step = Exclude<PlanStep, { readonly from: string }>

const texts = (value: unknown): readonly string[] => (value ?? []) as readonly string[]

/** `v`, `v desc` */
const orders = (step: Step) => texts(step.exprs).map((one) => new Column(parseSortExpression(one)))

const filterStep: Build = (frame, step) => frame.filter(String(step.expr))

const builders: { readonly [op: string]: Build } = {
  withWatermark: (frame, step) => frame.withWatermark(String(step.column), String(step.delay)),
  filter: filterStep,
  where: filterStep,
  selectExpr: (frame, step) => frame.selectExpr(...texts(step.exprs)),
  withColumn: (frame, step) => frame.withColumn(String(step.name), expr(String(step.expr))),
  withColumnRenamed: (frame, step) => frame.withColumnRenamed(String(step.from_), String(step.to)),
  drop: (frame, step) => frame.drop(...texts(step.columns)),
  as: (frame, step) => frame.alias(String(step.alias)),
  union: (frame, step, build) => frame.union(build(step.right as Plan)),
  unionByName: (frame, step, build) => frame.unionByName(build(step.right as Plan), step.allowMissingColumns === true),
  join: (frame, step, build) => {
    const how = String(step.how ?? 'inner').toLowerCase() as 'inner'
    const right = build(step.right as Plan)
    if (typeof step.on === 'string') return frame.join(right, expr(step.on), how)
    return step.on === undefined ? frame.join(right, undefined, how) : frame.join(right, texts(step.on), how)
  },
  crossJoin: (frame, step, build) => frame.crossJoin(build(step.right as Plan)),
  limit: (frame, step) => frame.limit(Number(step.n)),
  offset: (frame, step) => frame.offset(Number(step.n)),
  sample: (frame, step) => frame.sample(Number(step.fraction), Number(step.seed ?? 1)),
  orderBy: (frame, step) => frame.orderBy(...orders(step)),
  sortWithinPartitions: (frame, step) => frame.sortWithinPartitions(...orders(step)),
  repartition: (frame, step) => frame.repartition(Number(step.n), ...texts(step.exprs).map((one) => expr(one))),
  intersect: (frame, step, build) => frame[step.all === true ? 'intersectAll' : 'intersect'](build(step.right as Plan)),
  except: (frame, step, build) => frame[step.all === true ? 'exceptAll' : 'except'](build(step.right as Plan)),
  groupBy: (frame, step) => aggregated(frame.groupBy(...keys(step)), step),
  rollup: (frame, step) => aggregated(frame.rollup(...keys(step)), step),
  cube: (frame, step) => aggregated(frame.cube(...keys(step)), step),
  agg: (frame, step) => aggregated(frame.groupBy(), step),
  distinct: (frame) => frame.distinct(),
  dropDuplicates: (frame, step) => frame.dropDuplicates(...texts(step.columns)),
  dropDuplicatesWithinWatermark: (frame, step) => frame.dropDuplicatesWithinWatermark(...texts(step.columns)),
  fillna: (frame, step) => frame.fillna(step.value as string, step.columns ? texts(step.columns) : undefined),
  dropna: (frame, step) => frame.dropna((step.how ?? 'any') as 'any', step.columns ? texts(step.columns) : undefined),
  action: (frame, step) => runAction(frame, step),
}

interface Pivot {
  readonly column: string
  readonly values?: readonly string[]
}

/** Without values it is there later only, and scenarios have it on streams only, where it is refused. */
function pivoted(grouped: GroupedData, { column, values }: Pivot): GroupedData {
  return values ? grouped.pivot(column, values) : (grouped.pivot(column) as never)
}

const keys = (step: Step) => texts(step.exprs).map((one) => expr(one))

function aggregated(grouped: GroupedData, step: Step): AnyFrame {
  const { pivot, ...rest } = step as Step & { readonly pivot?: Pivot }
  if (pivot) return aggregated(pivoted(grouped, pivot), rest as Step)
  if (step.count === true) return grouped.count()
  const [first, ...more] = texts(step.agg).map((one) => expr(one))
  if (!first) throw new Error('an aggregation without aggregates')
  return grouped.agg(first, ...more)
}

/** A query over the frame as a view, with the frames of other plans as views beside it perhaps. */
function sqlStep(frame: AnyFrame, step: Step, build: (plan: Plan) => AnyFrame, sql: PlanFrames['sql']): AnyFrame {
  if (!sql) throw new NotThereYet('SQL statements')
  for (const [name, plan] of Object.entries((step.views ?? {}) as { readonly [name: string]: Plan })) {
    build(plan).createOrReplaceTempView(name)
  }
  frame.createOrReplaceTempView(String(step.view))
  return sqlFrame(() => sql(String(step.text)))
}

/** A query's frame; what the package's SQL does not have yet is missing, not wrong. */
export function sqlFrame(make: () => AnyFrame): AnyFrame {
  try {
    return make()
  } catch (error) {
    if (!(error instanceof MillraceError) || error.condition !== 'MILLRACE_SQL_NOT_YET') throw error
    throw new NotThereYet(`SQL ${/there is one: (.*?) \(line/s.exec(error.message)?.[1] ?? error.message}`)
  }
}

/** Eager actions by Spark's (Python) names; each is refused on a stream, which is what the scenarios are about. */
const actions: { readonly [name: string]: readonly [method: string, ...args: readonly unknown[]] } = {
  count: ['count'],
  show: ['show'],
  collect: ['collect'],
  take: ['take', 1],
  head: ['head'],
  first: ['first'],
  tail: ['tail', 1],
  describe: ['describe'],
  summary: ['summary'],
  toLocalIterator: ['toLocalIterator'],
  foreach: ['foreach', () => {}],
  isEmpty: ['isEmpty'],
  cache: ['cache'],
  rdd: ['rdd'],
  approxQuantile: ['approxQuantile', 'v', [0.5], 0.1],
  randomSplit: ['randomSplit', [0.5, 0.5]],
  freqItems: ['freqItems', ['v']],
  write: ['write'],
  createTempView: ['createOrReplaceTempView', 'vv'],
  explain: ['explain'],
}

function runAction(frame: AnyFrame, step: Step): unknown {
  const [method, ...args] = actions[String(step.name)] ?? []
  const member = method === undefined ? undefined : (frame as unknown as { [name: string]: unknown })[method]
  if (method === undefined || member === undefined) throw new NotThereYet(`action ${String(step.name)}`)
  return typeof member === 'function' ? member.apply(frame, args) : member
}

/** What a plan gives: a frame, or the promise of an action's end. */
export type Built = { readonly frame: AnyFrame } | { readonly action: unknown }

/**
 * Builds a plan.
 *
 * @throws NotThereYet for a step that the package does not have; else what building the frame throws
 */
export function buildPlan(plan: Plan, frames: PlanFrames): Built {
  const build = (inner: Plan): AnyFrame => {
    const built = buildPlan(inner, frames)
    if ('frame' in built) return built.frame
    throw new Error('an action inside a plan')
  }
  let frame: AnyFrame | undefined
  for (const step of plan) {
    if (!('op' in step)) {
      frame = frames.frames.get(String(step.from))
      if (!frame) throw new Error(`the plan reads ${String(step.from)}, which is no source of the scenario`)
      continue
    }
    if (!frame) throw new Error('the plan does not begin with a source')
    const extra = frames.extra?.(step, frame, build)
    if (extra) {
      frame = extra
      continue
    }
    if (step.op === 'sql') {
      frame = sqlStep(frame, step, build, frames.sql)
      continue
    }
    const builder = builders[step.op]
    if (!builder || !has(frame, step.op)) throw new NotThereYet(`operator ${step.op}`)
    const result = builder(frame, step, build)
    if (step.op === 'action') return { action: result }
    frame = result as AnyFrame
  }
  if (!frame) throw new Error('an empty plan')
  return { frame }
}

/** A method that the package brings in a later version is absent, not a stub. */
function has(frame: AnyFrame, op: string): boolean {
  return op === 'action' || op in frame
}
