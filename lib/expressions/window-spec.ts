/** `Window`: windows of window functions, as PySpark's pyspark.sql.Window makes them. */
import { literalOf } from './build.ts'
import type { Expression, FrameBound, WindowFrame, WindowSpecification } from './expression.ts'
import { parseColumnName } from './parser/parse-expression.ts'

/** A column, or the name of one. */
type WindowColumn = string | { readonly expression: Expression }

/** Where a frame ends: a number of rows, a distance in the order's value, or a column such as `expr("INTERVAL '1' DAY")`. */
type FrameEnd = number | { readonly expression: Expression }

const expressionOf = (column: WindowColumn): Expression =>
  typeof column === 'string' ? { kind: 'column', path: parseColumnName(column) } : column.expression

/** A window: how rows are parted and ordered, and which of them a function sees. */
export class WindowSpec {
  readonly specification: WindowSpecification

  constructor(specification: WindowSpecification) {
    this.specification = specification
  }

  /** Rows with equal values are together. */
  partitionBy(...columns: readonly WindowColumn[]): WindowSpec {
    return new WindowSpec({ ...this.specification, partitionBy: columns.map(expressionOf) })
  }

  /** The order within a partition; `col('a').desc()` for another than ascending. */
  orderBy(...columns: readonly WindowColumn[]): WindowSpec {
    return new WindowSpec({ ...this.specification, orderBy: columns.map(expressionOf) })
  }

  /** Rows from `start` to `end`, counted from the present one: −1 is the one before it. */
  rowsBetween(start: number, end: number): WindowSpec {
    return this.#between('ROWS', start, end)
  }

  /** Rows whose value of the order is from `start` to `end` away from the present one's. */
  rangeBetween(start: FrameEnd, end: FrameEnd): WindowSpec {
    return this.#between('RANGE', start, end)
  }

  #between(unit: WindowFrame['unit'], start: FrameEnd, end: FrameEnd): WindowSpec {
    const frame = { unit, lower: boundOf(start), upper: boundOf(end) }
    return new WindowSpec({ ...this.specification, frame })
  }
}

function boundOf(end: FrameEnd): FrameBound {
  if (typeof end !== 'number') return { kind: 'offset', value: end.expression, side: 'FOLLOWING' }
  if (end === 0) return { kind: 'current' }
  if (!Number.isFinite(end)) return { kind: 'unbounded', side: end < 0 ? 'PRECEDING' : 'FOLLOWING' }
  const value = literalOf(Math.abs(end), { kind: Number.isInteger(end) ? 'int' : 'double' })
  return { kind: 'offset', value, side: end < 0 ? 'PRECEDING' : 'FOLLOWING' }
}

const all = new WindowSpec({ partitionBy: [], orderBy: [] })

/** The beginnings of windows. */
export const Window = {
  /** Before the first row. */
  unboundedPreceding: Number.NEGATIVE_INFINITY,
  /** Behind the last row. */
  unboundedFollowing: Number.POSITIVE_INFINITY,
  currentRow: 0,
  partitionBy: (...columns: readonly WindowColumn[]): WindowSpec => all.partitionBy(...columns),
  orderBy: (...columns: readonly WindowColumn[]): WindowSpec => all.orderBy(...columns),
  rowsBetween: (start: number, end: number): WindowSpec => all.rowsBetween(start, end),
  rangeBetween: (start: FrameEnd, end: FrameEnd): WindowSpec => all.rangeBetween(start, end),
} as const
