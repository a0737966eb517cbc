/**
 * Stream-stream joins of one batch, a row at a time. The left rows of the batch meet the right rows kept from before,
 * then the right rows meet all left ones; a semi join does it the other way round and keeps no left row that has matched.
 * Rows are late by the watermark of the batch before, and what can match no more is evicted by the batch's own, and not
 * kept at all when it comes too late for that; there an outer join gives what has not matched.
 */
import { keyText, type Row } from './model-expression.ts'
import type { Condition, EventTime, Join, ModelNode } from './model-node.ts'

export type JoinType = 'inner' | 'leftouter' | 'rightouter' | 'fullouter' | 'leftsemi' | 'leftanti'

/** What a join knows of one of its sides. */
export interface JoinSide {
  readonly input: ModelNode
  /** The values that must be equal to the other side's. */
  readonly keyOf: (row: Row) => Row
  /** Columns that the join reads. */
  readonly reads: readonly number[]
  /** Conditions of the join on this side alone. */
  readonly own: readonly Condition[]
  /** Where late rows are told. */
  readonly event: EventTime | undefined
  /** When a kept row can match no more: its time, or its key's, and what the time has to exceed under a watermark in ms. */
  readonly expiry:
    | { readonly time: (row: Row) => bigint | null; readonly limit: (watermarkMs: number) => number }
    | undefined
  /** Rows that never match are given, with nulls for the other side. */
  readonly outer: boolean
}

/** A row that waits for the other side. */
export interface Kept {
  readonly key: string
  readonly row: Row
  readonly matched: boolean
}

export interface JoinResult {
  readonly rows: readonly Row[]
  readonly kept: readonly [readonly Kept[], readonly Kept[]]
  readonly dropped: number
}

/**
 * One batch of a join.
 *
 * @param inputs rows of both sides
 * @param before rows kept of both sides
 * @param late watermark for late rows, in ms
 * @param watermark the batch's own, in ms
 */
export function joinBatch(
  node: Join,
  inputs: readonly [readonly Row[], readonly Row[]],
  before: readonly [readonly Kept[], readonly Kept[]],
  late: number,
  watermark: number,
): JoinResult {
  const kept: [Kept[], Kept[]] = [[...before[0]], [...before[1]]]
  const rows: Row[] = []
  let dropped = 0
  // A semi join takes the right rows first, so that a left row that matches need not be kept.
  for (const at of node.how === 'leftsemi' ? ([1, 0] as const) : ([0, 1] as const)) {
    const side = node.sides[at]
    for (const row of inputs[at]) {
      const time = side.event ? timeAt(row, side.event) : null
      if (time !== null && time <= BigInt(late) * 1000n) {
        dropped += 1
        continue
      }
      if (!side.own.every((one) => one.keep(row))) {
        if (side.outer) rows.push(padded(node, at, row))
        continue
      }
      const one: Kept = { key: keyText(side.keyOf(row)), row, matched: false }
      const found = meet(node, at, one, kept[1 - at] as Kept[])
      rows.push(...found)
      const done = node.how === 'leftsemi' && at === 0 && found.length > 0
      // What comes from the right and expires in this batch is not kept for it: seen only where the left rows come after it.
      const passing = node.how === 'leftsemi' && at === 1 && expired(side, row, watermark)
      if (!done && !passing) kept[at].push({ ...one, matched: found.length > 0 })
    }
  }
  if (node.how === 'leftsemi') kept[0] = kept[0].filter((one) => !one.matched)
  for (const at of [0, 1] as const) {
    const side = node.sides[at]
    const gone = kept[at].filter((one) => expired(side, one.row, watermark))
    kept[at] = kept[at].filter((one) => !expired(side, one.row, watermark))
    if (side.outer) rows.push(...gone.filter((one) => !one.matched).map((one) => padded(node, at, one.row)))
  }
  return { rows, kept, dropped }
}

/** A batch of a stream with a table: nothing is kept, nothing is late. */
export function tableJoin(node: Join, inputs: readonly [readonly Row[], readonly Row[]]): readonly Row[] {
  const endless = (side: JoinSide): JoinSide => ({ ...side, event: undefined, expiry: undefined, outer: false })
  const sides = [endless(node.sides[0]), endless(node.sides[1])] as const
  const { rows, kept } = joinBatch({ ...node, sides }, [[], inputs[1]], [[], []], 0, 0)
  const { rows: pairs, kept: after } = joinBatch({ ...node, sides }, [inputs[0], []], kept, 0, 0)
  const alone = ([0, 1] as const).map((at) => {
    const unmatched = after[at].filter((one) => !one.matched).map((one) => one.row)
    return [...unmatched, ...inputs[at].filter((row) => !sides[at].own.every((one) => one.keep(row)))]
  }) as [Row[], Row[]]
  if (node.how === 'leftanti') return alone[0]
  const outer = ([0, 1] as const).flatMap((at) =>
    node.sides[at].outer ? alone[at].map((row) => padded(node, at, row)) : [],
  )
  return [...rows, ...pairs, ...outer]
}

/** What a row gives with the kept rows of the other side, which are then marked. */
function meet(node: Join, at: 0 | 1, one: Kept, others: Kept[]): readonly Row[] {
  const found: Row[] = []
  const semi = node.how === 'leftsemi'
  others.forEach((other, index) => {
    const pair = at === 0 ? [...one.row, ...other.row] : [...other.row, ...one.row]
    if (other.key !== one.key || !node.residual.every((condition) => condition.keep(pair))) return
    if (semi && (at === 0 ? found.length > 0 : other.matched)) return
    found.push(semi ? (at === 0 ? one.row : other.row) : pair)
    others[index] = { ...other, matched: true }
  })
  return found
}

function padded(node: Join, at: 0 | 1, row: Row): Row {
  const nulls = node.sides[1 - at]?.input.fields.map(() => null) ?? []
  return at === 0 ? [...row, ...nulls] : [...nulls, ...row]
}

function expired(side: JoinSide, row: Row, watermark: number): boolean {
  const time = side.expiry?.time(row) ?? null
  return time !== null && side.expiry !== undefined && time <= BigInt(side.expiry.limit(watermark)) * 1000n
}

/** A row's event time, or its window's end. */
function timeAt(row: Row, event: EventTime): bigint | null {
  const value = row[event.column] ?? null
  return (event.end && Array.isArray(value) ? value[1] : value) as bigint | null
}
