/**
 * How Spark's optimizer and planner lay out a join: which conditions move below it, which outer joins are none, and when
 * kept rows expire.
 */
import type { Bound } from '../../lib/expressions/bound.ts'
import { columnsRead, type Row } from './model-expression.ts'
import type { JoinSide, JoinType } from './model-join.ts'
import { type Condition, eventTime, type Join, type ModelNode, type OpenJoin } from './model-node.ts'

type Push = (input: ModelNode, condition: Condition) => ModelNode

const comparisons = ['=', '<', '<=', '>', '>=']

/** The side that a condition reads alone, if it does. */
function sideOf(join: OpenJoin, { read }: Condition): 0 | 1 | undefined {
  const width = join.inputs[0].fields.length
  if (read.length === 0) return undefined
  if (read.every((at) => at < width)) return 0
  return read.every((at) => at >= width) ? 1 : undefined
}

/** A condition of the join as one on its side's rows. */
function onSide(join: OpenJoin, side: 0 | 1, { read, keep, inferred = false }: Condition): Condition {
  const width = join.inputs[0].fields.length
  if (side === 0) return { read, keep, inferred }
  const nulls = join.inputs[0].fields.map(() => null)
  return { read: read.map((at) => at - width), keep: (row) => keep([...nulls, ...row]), inferred }
}

/** Columns whose null makes the expression null. */
function intolerant(bound: Bound | undefined): readonly number[] {
  if (bound?.kind === 'input') return [bound.index]
  if (bound?.kind === 'cast') return intolerant(bound.input)
  const known = bound?.kind === 'call' && [...comparisons, '+', '-', '*'].includes(bound.name)
  return known ? bound.args.flatMap(intolerant) : []
}

/** Whether a condition above the join drops the rows that are padded on this side. */
function rejectsPadding(join: OpenJoin, side: 0 | 1, condition: Condition): boolean {
  const width = join.inputs[0].fields.length
  if (intolerant(condition.bound).some((at) => (side === 0 ? at < width : at >= width))) return true
  return sideOf(join, condition) === side && !condition.keep(join.fields.map(() => null))
}

function withoutPadding(join: OpenJoin, condition: Condition): JoinType {
  const [left, right] = [rejectsPadding(join, 0, condition), rejectsPadding(join, 1, condition)]
  if (join.how === 'leftouter' && right) return 'inner'
  if (join.how === 'rightouter' && left) return 'inner'
  if (join.how !== 'fullouter' || !(left || right)) return join.how
  return left && right ? 'inner' : left ? 'leftouter' : 'rightouter'
}

/** A condition above a join, where Spark puts it; undefined: it stays above. */
export function filteredJoin(
  join: OpenJoin,
  condition: Condition,
): { readonly join: OpenJoin; readonly stays: boolean } {
  const how = withoutPadding(join, condition)
  const fields = how === join.how ? join.fields : join.fields
  const now = { ...join, how, fields }
  const side = sideOf(now, condition)
  const enters =
    how === 'inner' ||
    how === 'leftsemi' ||
    ((how === 'leftouter' || how === 'leftanti') && side === 0) ||
    (how === 'rightouter' && side === 1)
  if (!enters) return { join: now, stays: true }
  if (how === 'inner' || how === 'leftsemi') return { join: { ...now, on: [...now.on, condition] }, stays: false }
  return { join: { ...now, below: [...now.below, condition] }, stays: false }
}

/** A join with everything in its place. */
export function laidOut(join: OpenJoin, push: Push): Join {
  const width = join.inputs[0].fields.length
  const { how } = join
  const inferred = { inner: [0, 1], leftsemi: [0, 1], leftouter: [1], leftanti: [1], rightouter: [0], fullouter: [] }[
    how
  ] as (0 | 1)[]
  const inputs: [ModelNode, ModelNode] = [...join.inputs]
  for (const one of join.below) {
    const side = sideOf(join, one) as 0 | 1
    inputs[side] = push(inputs[side], onSide(join, side, one))
  }
  const own: [Condition[], Condition[]] = [[], []]
  const onOwn: [Condition[], Condition[]] = [[], []]
  const known: [Condition[], Condition[]] = [[...holding(inputs[0])], [...holding(inputs[1])]]
  const pairs: (readonly [Bound, Bound])[] = []
  const residual: Condition[] = []
  for (const one of join.on) {
    const side = sideOf(join, one)
    const pair = equality(join, one)
    if (side !== undefined) {
      known[side].push(onSide(join, side, one))
      if (inferred.includes(side)) inputs[side] = push(inputs[side], onSide(join, side, one))
      else {
        own[side].push(onSide(join, side, one))
        onOwn[side].push(one)
      }
    } else if (pair) pairs.push(pair)
    else residual.push(one)
  }
  for (const side of inferred) {
    const columns = new Set(join.on.flatMap((one) => intolerant(one.bound)).filter((at) => at < width === (side === 0)))
    for (const column of columns) {
      const at = side === 0 ? column : column - width
      inputs[side] = push(inputs[side], { read: [at], keep: (row) => (row[at] ?? null) !== null, inferred: true })
    }
    for (const one of transferred(pairs, side, known[1 - side] as Condition[], width))
      inputs[side] = push(inputs[side], one)
  }
  const [left, right] = [0, 1].map((side): JoinSide => {
    const input = inputs[side] as ModelNode
    const shift = side === 0 ? 0 : width
    const keys = pairs.map((pair) => pair[side] as Bound)
    return {
      input,
      keyOf: (row) => keys.map((key) => join.valueOf(key)(side === 0 ? row : [...nulls(width), ...row])),
      reads: [...keys.flatMap(columnsRead), ...residual.flatMap((one) => one.read)]
        .filter((at) => at < width === (side === 0))
        .map((at) => at - shift)
        .concat(own[side]?.flatMap((one) => one.read) ?? []),
      own: own[side] ?? [],
      event: eventTime(input.fields),
      expiry: expiryOf(join, side as 0 | 1, pairs, residual, onOwn[side] ?? []),
      outer: how === 'fullouter' || how === (side === 0 ? 'leftouter' : 'rightouter'),
    }
  }) as [JoinSide, JoinSide]
  return { kind: 'join', id: join.id, fields: join.fields, how, sides: [left, right], residual }
}

const nulls = (count: number): Row => Array.from({ length: count }, () => null)

/** Both sides of an equality of the two inputs, the left one first. */
function equality(join: OpenJoin, { bound }: Condition): readonly [Bound, Bound] | undefined {
  if (bound?.kind !== 'call' || bound.name !== '=') return undefined
  const sides = bound.args.map((one) => sideOf(join, { read: columnsRead(one), keep: () => true }))
  if (sides[0] === 0 && sides[1] === 1) return [bound.args[0] as Bound, bound.args[1] as Bound]
  return sides[0] === 1 && sides[1] === 0 ? [bound.args[1] as Bound, bound.args[0] as Bound] : undefined
}

/** What holds on one column of the other side holds on the column that equals it. */
function transferred(
  pairs: readonly (readonly [Bound, Bound])[],
  side: 0 | 1,
  known: readonly Condition[],
  width: number,
): readonly Condition[] {
  return pairs.flatMap((pair) => {
    const [here, there] = [pair[side], pair[1 - side]]
    if (here?.kind !== 'input' || there?.kind !== 'input') return []
    const at = side === 0 ? here.index : here.index - width
    const from = side === 0 ? there.index - width : there.index
    const usable = known.filter(
      (one) => !one.inferred && one.read.length > 0 && one.read.every((column) => column === from),
    )
    return usable.map(
      (one): Condition => ({ read: [at], keep: (row) => one.keep([...nulls(from), row[at] ?? null]), inferred: true }),
    )
  })
}

/** Conditions that all rows of a node fulfil. */
function holding(node: ModelNode): readonly Condition[] {
  switch (node.kind) {
    case 'aggregate':
    case 'rows': {
      const { origin } = node
      const below = holding(node.input).flatMap((one) => {
        const places = node.fields.map((_, at) => origin(at))
        if (!one.read.every((at) => places.includes(at))) return []
        const keep = (row: Row) => one.keep(node.input.fields.map((_, at) => row[places.indexOf(at)] ?? null))
        return [{ read: one.read.map((at) => places.indexOf(at)), keep, inferred: one.inferred ?? false }]
      })
      return node.kind === 'rows' && node.holds ? [...below, node.holds] : below
    }
    case 'watermark':
    case 'deduplicate':
    case 'limit':
    case 'sort':
      return holding(node.input)
    case 'open':
      return holdingJoin(node)
    default:
      return []
  }
}

function holdingJoin(join: OpenJoin): readonly Condition[] {
  const width = join.inputs[0].fields.length
  const inner = join.how === 'inner'
  const pairs = join.on.flatMap((one) => {
    const pair = equality(join, one)
    return pair ? [pair] : []
  })
  const sides = ([0, 1] as const).map((side) => {
    const on = inner ? join.on.filter((one) => sideOf(join, one) === side).map((one) => onSide(join, side, one)) : []
    return [...holding(join.inputs[side]), ...on]
  }) as [Condition[], Condition[]]
  const follows = (side: 0 | 1) =>
    transferred(pairs, side, sides[1 - side] as Condition[], width).map((one) => ({ ...one, inferred: false }))
  const left = inner || join.how === 'leftsemi' ? [...sides[0], ...follows(0)] : sides[0]
  const right = inner ? [...sides[1], ...follows(1)] : sides[1]
  const shifted = right.map(
    ({ read, keep, inferred = false }): Condition => ({
      read: read.map((at) => at + width),
      keep: (row) => keep(row.slice(width)),
      inferred,
    }),
  )
  if (join.how === 'rightouter') return shifted
  if (join.how === 'fullouter') return []
  return inner ? [...left, ...shifted] : left
}

/**
 * When rows of a side expire: by a key that is an event time, or by what the conditions say about its event time and the
 * other side's.
 */
function expiryOf(
  join: OpenJoin,
  side: 0 | 1,
  pairs: readonly (readonly [Bound, Bound])[],
  residual: readonly Condition[],
  constants: readonly Condition[],
): JoinSide['expiry'] {
  const width = join.inputs[0].fields.length
  const [left, right] = join.inputs.map((one) => eventTime(one.fields))
  const tagged = (key: Bound | undefined) =>
    key?.kind === 'input' && (key.index === left?.column || (right && key.index === right.column + width))
  const key = pairs.find((pair) => tagged(pair[0])) ?? pairs.find((pair) => tagged(pair[1]))
  if (key) {
    const value = join.valueOf(key[side] as Bound)
    const time = (row: Row) => {
      const one = value(side === 0 ? row : [...nulls(width), ...row])
      return (Array.isArray(one) ? one[1] : one) as bigint | null
    }
    return { time, limit: (watermarkMs) => watermarkMs }
  }
  if (!left || !right) return undefined
  const [mine, other] = side === 0 ? [left.column, right.column + width] : [right.column + width, left.column]
  const limits = residual.flatMap((one) => lowerBound(one.bound, mine, other))
  if (limits.length === 0) return undefined
  // Spark takes a condition like `lv > 0` for one on the time: nothing of that side expires then (golden/random2-join-063).
  const endless = constants.some((one) =>
    isLowerBound(one.bound, side === 0 ? (at) => at < width : (at) => at >= width),
  )
  const own = side === 0 ? mine : mine - width
  const least = Math.min(...limits.map(Number))
  return {
    time: (row) => (row[own] ?? null) as bigint | null,
    limit: (watermarkMs) => (endless ? 0 : Math.trunc(watermarkMs + least / 1000)),
  }
}

/**
 * `c` of a comparison that says `mine > other + c`, in µs. Where they may be equal, Spark keeps a millisecond more
 * (golden/ssjoin-left-late).
 */
function lowerBound(bound: Bound | undefined, mine: number, other: number): readonly bigint[] {
  if (bound?.kind !== 'call' || !comparisons.includes(bound.name) || bound.name === '=') return []
  const [first, second] = bound.args.map(linear)
  if (!first || !second) return []
  const [small, large] = bound.name.startsWith('<') ? [first, second] : [second, first]
  return large.column === mine && small.column === other
    ? [small.plus - large.plus - (bound.name.endsWith('=') ? 1000n : 0n)]
    : []
}

/** Whether a comparison says that a column is greater than a number. */
function isLowerBound(bound: Bound | undefined, isMine: (column: number) => boolean): boolean {
  if (bound?.kind !== 'call' || !comparisons.includes(bound.name) || bound.name === '=') return false
  const [small, large] = bound.name.startsWith('<') ? bound.args : bound.args.toReversed()
  return small?.kind === 'literal' && typeof small.value === 'number' && large?.kind === 'input' && isMine(large.index)
}

/** A column and what is added to it, in µs. */
function linear(bound: Bound): { readonly column: number; readonly plus: bigint } | undefined {
  if (bound.kind === 'input') return { column: bound.index, plus: 0n }
  if (bound.kind !== 'call' || (bound.name !== '+' && bound.name !== '-')) return undefined
  const [first, second] = bound.args
  const base = first && linear(first)
  if (!base || second?.kind !== 'literal' || typeof second.value !== 'bigint') return undefined
  return { column: base.column, plus: bound.name === '+' ? base.plus + second.value : base.plus - second.value }
}
