/** `Window`: windows of window functions, as PySpark's pyspark.sql.Window makes them. */
import { literalOf } from './build.ts'
import type { Expression, FrameBound, WindowFrame, WindowSpecification } from './expression.ts'
import { parseColumnName } from './parser/parse-expression.ts'

/** Something with an expression: a column; N names the columns that it needs. */
interface Expressed<N extends string = string> {
  readonly expression: Expression
  readonly _n?: N
}

/** A column, or the name of one. */
type WindowColumn<N extends string = string> = N | Expressed<N>

/** The names that a window's column needs, as far as the compiler can check them. */
type NamesOf<A> = A extends `${string}.${string}` | `${string}\`${string}`
  ? never
  : A extends string
    ? A
    : A extends Expressed<infer N>
      ? N
      : never

/** Where a frame ends: a number of rows, a distance in the order's value, or a column such as `expr("INTERVAL '1' DAY")`. */
type FrameEnd = number | Expressed

const expressionOf = (column: WindowColumn): Expression =>
  typeof column === 'string' ? { kind: 'column', path: parseColumnName(column) } : column.expression

/**
 * A window: how rows are parted and ordered, and which of them a function sees. Without a frame a function sees its whole
 * partition, or in an order the rows up to the present one and its peers.
 */
export class WindowSpec<N extends string = never> {
  readonly specification: WindowSpecification
  declare readonly _n?: N

  constructor(specification: WindowSpecification) {
    this.specification = specification
  }

  /** Rows with equal values are together. */
  partitionBy<const A extends readonly WindowColumn[]>(...columns: A): WindowSpec<N | NamesOf<A[number]>> {
    return new WindowSpec({ ...this.specification, partitionBy: columns.map(expressionOf) })
  }

  /** The order within a partition; `col('a').desc()` for another than ascending. */
  orderBy<const A extends readonly WindowColumn[]>(...columns: A): WindowSpec<N | NamesOf<A[number]>> {
    return new WindowSpec({ ...this.specification, orderBy: columns.map(expressionOf) })
  }

  /** Rows from `start` to `end`, counted from the present one: −1 is the one before it. */
  rowsBetween(start: number, end: number): WindowSpec<N> {
    return this.#between('ROWS', start, end)
  }

  /** Rows whose value of the order is from `start` to `end` away from the present one's. */
  rangeBetween(start: FrameEnd, end: FrameEnd): WindowSpec<N> {
    return this.#between('RANGE', start, end)
  }

  #between(unit: WindowFrame['unit'], start: FrameEnd, end: FrameEnd): WindowSpec<N> {
    const frame = { unit, lower: boundOf(start), upper: boundOf(end) }
    return new WindowSpec({ ...this.specification, frame })
  }
}

const largestInt = 2 ** 31 - 1

/** Spark (WindowSpec.between): other numbers than 0 are literals with their sign, INT where they fit. */
function boundOf(end: FrameEnd): FrameBound {
  if (typeof end !== 'number') return { kind: 'offset', value: end.expression, side: 'FOLLOWING' }
  if (end === 0) return { kind: 'current' }
  // Programs name the ends by the largest numbers there are, too.
  if (Math.abs(end) >= Number.MAX_SAFE_INTEGER) return { kind: 'unbounded', side: end < 0 ? 'PRECEDING' : 'FOLLOWING' }
  return { kind: 'offset', value: numberLiteral(end), side: 'FOLLOWING' }
}

function numberLiteral(value: number): Expression {
  if (!Number.isInteger(value)) return literalOf(value, { kind: 'double' })
  if (Math.abs(value) <= largestInt) return literalOf(value, { kind: 'int' })
  return literalOf(BigInt(value), { kind: 'long' })
}

const all = new WindowSpec({ partitionBy: [], orderBy: [] })

/** The beginnings of windows: `Window.partitionBy('k').orderBy(col('v').desc()).rowsBetween(-1, Window.currentRow)`. */
export const Window = {
  /** Before the first row. */
  unboundedPreceding: Number.NEGATIVE_INFINITY,
  /** Behind the last row. */
  unboundedFollowing: Number.POSITIVE_INFINITY,
  currentRow: 0,
  partitionBy: <const A extends readonly WindowColumn[]>(...columns: A): WindowSpec<NamesOf<A[number]>> =>
    all.partitionBy(...columns),
  orderBy: <const A extends readonly WindowColumn[]>(...columns: A): WindowSpec<NamesOf<A[number]>> =>
    all.orderBy(...columns),
  rowsBetween: (start: number, end: number): WindowSpec => all.rowsBetween(start, end),
  rangeBetween: (start: FrameEnd, end: FrameEnd): WindowSpec => all.rangeBetween(start, end),
} as const
