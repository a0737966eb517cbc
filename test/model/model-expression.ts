/** Expressions of a scenario's plan over rows of internal values, one row at a time. */

import { createBinder } from '../../lib/expressions/binder/create-binder.ts'
import type { Bound } from '../../lib/expressions/bound.ts'
import type { Expression } from '../../lib/expressions/expression.ts'
import { builtinFunctions } from '../../lib/expressions/functions/index.ts'
import { interpreter } from '../../lib/expressions/interpret.ts'
import { parseExpression } from '../../lib/expressions/parser/parse-expression.ts'
import type { Field, SqlValue } from '../../lib/types/data-type.ts'
import { Schema } from '../../lib/types/schema.ts'

/** Values in the order of the columns. */
export type Row = readonly SqlValue[]

/** A column that an expression makes, and its value for a row. */
export interface ModelColumn {
  readonly field: Field
  readonly bound: Bound
  value(row: Row): SqlValue
}

/** What binds and evaluates under a scenario's settings. */
export class ModelExpressions {
  readonly #binder
  readonly #evaluation

  constructor(conf: { readonly [key: string]: string }) {
    const ansi = conf['spark.sql.ansi.enabled'] !== 'false'
    const zone = conf['spark.sql.session.timeZone'] ?? 'UTC'
    this.#binder = createBinder({ functions: builtinFunctions, ansi, zone })
    this.#evaluation = { batchTime: 0n, epoch: 0, queryId: 'model', zone, ansi, functions: new Map() }
  }

  /** The columns of one item of a select list; several for a star. */
  columns(expression: Expression, fields: readonly Field[]): readonly ModelColumn[] {
    return this.#binder.bindColumns([expression], new Schema(fields)).map(({ field, value }) => ({
      field,
      bound: value,
      value: this.value(value),
    }))
  }

  /** What gives a bound expression's value. */
  value(bound: Bound): (row: Row) => SqlValue {
    return interpreter(bound, { functions: builtinFunctions, evaluation: this.#evaluation })
  }

  /** The one column that an expression makes. */
  column(expression: Expression, fields: readonly Field[]): ModelColumn {
    return this.columns(expression, fields)[0] as ModelColumn
  }
}

/** `window_time(w)` is a microsecond before the window's end (golden/window-time-value). */
export function parseModelExpression(text: string): Expression {
  return parseExpression(text.replace(/\bwindow_time\((\w+)\)/g, '($1.end - INTERVAL 1 MICROSECOND)'))
}

/** The expression with every call that `change` knows replaced, outermost first. */
export function replaceCalls(
  expression: Expression,
  change: (call: Extract<Expression, { readonly kind: 'call' }>) => Expression | undefined,
): Expression {
  switch (expression.kind) {
    case 'call':
      return change(expression) ?? { ...expression, args: expression.args.map((one) => replaceCalls(one, change)) }
    case 'cast':
    case 'alias':
      return { ...expression, input: replaceCalls(expression.input, change) }
    case 'extract':
      return { ...expression, input: replaceCalls(expression.input, change) }
    default:
      return expression
  }
}

/** Positions of the columns that a bound expression reads. */
export function columnsRead(bound: Bound): readonly number[] {
  switch (bound.kind) {
    case 'input':
      return [bound.index]
    case 'call':
    case 'udf':
      return bound.args.flatMap(columnsRead)
    case 'cast':
      return columnsRead(bound.input)
    case 'lambda':
      return columnsRead(bound.body)
    default:
      return []
  }
}

/** The parts of a condition that are joined by AND. */
export function conjuncts(expression: Expression): readonly Expression[] {
  return expression.kind === 'call' && expression.name === 'and' ? expression.args.flatMap(conjuncts) : [expression]
}

const units: { readonly [unit: string]: bigint } = {
  microsecond: 1n,
  millisecond: 1_000n,
  second: 1_000_000n,
  minute: 60_000_000n,
  hour: 3_600_000_000n,
  day: 86_400_000_000n,
  week: 604_800_000_000n,
  /** In a watermark's delay (golden/wm-month-delay). */
  month: 31n * 86_400_000_000n,
}

/** Microseconds of `1 minute 30 seconds`. */
export function duration(text: string): bigint {
  const parts = [...text.matchAll(/(-?\d+)\s*([a-z]+?)s?(?=\s|$)/gi)]
  return parts.reduce((sum, [, count, unit]) => sum + BigInt(count ?? 0) * (units[unit?.toLowerCase() ?? ''] ?? 0n), 0n)
}

/** Equal for values that Spark groups together: NaN equals NaN, -0.0 equals 0.0, null equals null. */
export function keyText(values: Row): string {
  return JSON.stringify(values, (_, one) => {
    if (typeof one === 'bigint') return `${one}n`
    if (typeof one === 'number' && Number.isNaN(one)) return 'NaN'
    return one === 0 ? 0 : one
  })
}

/** Spark's order, nulls first, NaN last; strings by their UTF-8 bytes. */
export function compareValues(a: SqlValue, b: SqlValue): number {
  if (a === null || b === null) return (a === null ? 0 : 1) - (b === null ? 0 : 1)
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b))
  if (Array.isArray(a) && Array.isArray(b)) {
    for (let at = 0; at < Math.min(a.length, b.length); at++) {
      const order = compareValues(a[at], b[at])
      if (order !== 0) return order
    }
    return a.length - b.length
  }
  if (Number.isNaN(a) || Number.isNaN(b)) return (Number.isNaN(a) ? 1 : 0) - (Number.isNaN(b) ? 1 : 0)
  return a < b ? -1 : a > b ? 1 : 0
}
