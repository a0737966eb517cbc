/**
 * Test-only operators in their plainest form, and how golden plans become nodes of them. They prove the contracts; the
 * real operators replace them, the golden cases stay.
 */
import { makeNode } from '../../lib/plan/node.ts'
import type { Node } from '../../lib/plan/nodes.ts'
import type { AnyDefinition } from '../../lib/plan/operator-registry.ts'
import { schemaOf } from '../../lib/plan/planner.ts'
import { watermarkDelay } from '../../lib/plan/watermark-delay.ts'
import { type AnyFrame, DataFrame } from '../../lib/session/data-frame.ts'
import type { SessionContext } from '../../lib/session/session-context.ts'
import type { Micros } from '../../lib/types/data-type.ts'
import type { Schema } from '../../lib/types/schema.ts'
import { intervalJoin } from './interval-join.ts'
import { plainCount } from './plain-count.ts'
import { type WindowedCountOptions, windowedCount } from './windowed-count.ts'

/** Definitions to register beside the package's own. */
export const contractOperators: readonly AnyDefinition[] = [windowedCount, plainCount, intervalJoin].map(
  (definition) => definition as AnyDefinition,
)

/** An op of a golden plan, as test/golden/README.md says. */
export interface GoldenOp {
  readonly op: string
  readonly [option: string]: unknown
}

export interface TranslateContext {
  /** Columns of a frame's node. */
  schemaOf(node: Node): Schema
  /** The node of another golden plan (the right side of a join); undefined when it cannot be translated. */
  translate(plan: unknown): Node | undefined
}

/**
 * The same over a session's frames, for the golden runner: registers the operators with the frame's session.
 *
 * @param build the frame of another golden plan of the same scenario
 */
export function translateContractOp(
  op: GoldenOp,
  frame: AnyFrame,
  build: (plan: never) => AnyFrame,
): AnyFrame | undefined {
  // A frame does not show its session; registering is for the session's owner, and here that is the test.
  const { context } = frame as unknown as { readonly context: SessionContext }
  const node = contractNode(op, frame.node, {
    schemaOf: (one) => schemaOf(one, context.planner),
    translate: (plan) => build(plan as never).node,
  })
  if (!node) return undefined
  context.registry.add({ operators: contractOperators })
  return new DataFrame(node, context)
}

/** The node of a golden op on top of `frame`, or undefined when the test-only operators do not cover it. */
export function contractNode(op: GoldenOp, frame: Node, context: TranslateContext): Node | undefined {
  switch (op.op) {
    case 'groupBy':
      return countNode(op, frame, context) ?? windowedNode(op, frame, context)
    case 'distinct':
    case 'dropDuplicates':
    case 'dropDuplicatesWithinWatermark': {
      const columns = op['columns'] as readonly string[] | undefined
      return makeNode('deduplicate', { columns, withinWatermark: op.op === 'dropDuplicatesWithinWatermark' }, [frame])
    }
    case 'join':
      return joinNode(op, frame, context)
    case 'limit':
      return makeNode('limit', { n: op['n'] as number }, [frame])
    default:
      return undefined
  }
}

function countNode({ exprs, agg }: GoldenOp, frame: Node, { schemaOf }: TranslateContext): Node | undefined {
  const [key = '', ...more] = exprs as readonly string[]
  const [, name] = /^count\(\*\) AS (\w+)$/.exec((agg as readonly string[] | undefined)?.[0] ?? '') ?? []
  if (name === undefined || more.length > 0 || schemaOf(frame).index(key) === undefined) return undefined
  return makeNode('plainCount', { key, name }, [frame])
}

const windowText = /^window\((?:window_time\((\w+)\)|(\w+)), '(\d+ seconds)'\)$/

function windowedNode({ exprs, agg }: GoldenOp, frame: Node, { schemaOf }: TranslateContext): Node | undefined {
  const [first = '', ...keys] = exprs as readonly string[]
  const schema = schemaOf(frame)
  const match = windowText.exec(first)
  const time = match?.[1] ?? match?.[2] ?? ''
  const aggregates = ((agg as readonly string[] | undefined) ?? []).map((text) => aggregateOf(text, schema))
  if (!match || !isTime(schema, time, match[1] !== undefined)) return undefined
  if (keys.some((key) => schema.index(key) === undefined)) return undefined
  if (aggregates.length === 0 || aggregates.includes(undefined)) return undefined
  const options: WindowedCountOptions = {
    time,
    width: watermarkDelay(match[3] as string),
    keys,
    aggregates: aggregates as WindowedCountOptions['aggregates'],
  }
  return makeNode('windowedCount', options, [frame])
}

function isTime(schema: Schema, name: string, ofWindow: boolean): boolean {
  const type = schema.fields[schema.index(name) ?? -1]?.type
  return ofWindow ? type?.kind === 'struct' : type?.kind === 'timestamp'
}

function aggregateOf(text: string, schema: Schema): WindowedCountOptions['aggregates'][number] | undefined {
  const [, counted] = /^count\(\*\) AS (\w+)$/.exec(text) ?? []
  if (counted !== undefined) return { name: counted }
  const [, sum, name] = /^sum\((\w+)\) AS (\w+)$/.exec(text) ?? []
  if (sum === undefined || name === undefined) return undefined
  return schema.fields[schema.index(sum) ?? -1]?.type.kind === 'long' ? { name, sum } : undefined
}

const rangeText =
  /^(\w+) = (\w+) AND (\w+) >= (\w+)(?: ([+-]) INTERVAL (\d+) SECONDS?)? AND (\w+) <= (\w+)(?: ([+-]) INTERVAL (\d+) SECONDS?)?$/
const preservedSides: { readonly [how: string]: readonly [boolean, boolean] } = {
  inner: [false, false],
  leftOuter: [true, false],
  rightOuter: [false, true],
  fullOuter: [true, true],
}

function joinNode({ on, how, right }: GoldenOp, frame: Node, context: TranslateContext): Node | undefined {
  const match = typeof on === 'string' ? rangeText.exec(on) : null
  const preserved = preservedSides[how as string]
  const other = match && preserved ? context.translate(right) : undefined
  if (!match || !preserved || !other) return undefined
  const [
    ,
    leftKey = '',
    rightKey = '',
    rightTime = '',
    leftTime = '',
    sign,
    lower,
    rightAgain,
    leftAgain,
    upperSign,
    upper,
  ] = match
  if (rightTime !== rightAgain || leftTime !== leftAgain) return undefined
  const has = (node: Node, name: string) => context.schemaOf(node).index(name) !== undefined
  if (!has(frame, leftKey) || !has(frame, leftTime) || !has(other, rightKey) || !has(other, rightTime)) return undefined
  const options = {
    keys: [leftKey, rightKey] as const,
    times: [leftTime, rightTime] as const,
    lower: seconds(sign, lower),
    upper: seconds(upperSign, upper),
    preserved,
  }
  return makeNode('intervalJoin', options, [frame, other])
}

function seconds(sign: string | undefined, text: string | undefined): Micros {
  const micros = BigInt(text ?? '0') * 1_000_000n
  return sign === '-' ? -micros : micros
}
