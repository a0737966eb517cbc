/** Runs aggregate calls given as SQL text over rows with group ids, as an operator would. */
import { batchOf, vectorOf } from '../../../lib/columnar/builder.ts'
import type { RecordBatch } from '../../../lib/columnar/record-batch.ts'
import { rowAt, valueAt } from '../../../lib/columnar/values.ts'
import type { Vector } from '../../../lib/columnar/vector.ts'
import type { Accumulator, AggregateCall } from '../../../lib/expressions/aggregates/aggregate-function.ts'
import { aggregates } from '../../../lib/expressions/aggregates/index.ts'
import { createBinder } from '../../../lib/expressions/binder/create-binder.ts'
import type { Bound } from '../../../lib/expressions/bound.ts'
import type { Evaluation } from '../../../lib/expressions/evaluation.ts'
import { builtinFunctions as functions } from '../../../lib/expressions/functions/index.ts'
import { interpreter } from '../../../lib/expressions/interpret.ts'
import { parseExpression } from '../../../lib/expressions/parser/parse-expression.ts'
import { userFunctionTable } from '../../../lib/expressions/user-function.ts'
import type { SqlValue } from '../../../lib/types/data-type.ts'
import { parseSchema } from '../../../lib/types/ddl/ddl.ts'

export type Row = readonly SqlValue[]
type Call = Extract<Bound, { readonly kind: 'call' }>

export function evaluationOf(ansi = true): Evaluation {
  return { batchTime: 0n, epoch: 0, queryId: 'q', zone: 'UTC', ansi, functions: userFunctionTable }
}

/** One aggregate call over rows of a schema. */
export class Running {
  readonly bound: Call
  readonly call: AggregateCall
  readonly #schema: ReturnType<typeof parseSchema>
  readonly #ansi: boolean

  /** @param sql an aggregate call: `sum(v)` @param ddl of the rows */
  constructor(sql: string, ddl: string, ansi = true) {
    this.#schema = parseSchema(ddl)
    this.#ansi = ansi
    const bound = createBinder({ functions, ansi, zone: 'UTC' }).bind(parseExpression(sql), this.#schema)
    if (bound.kind !== 'call' || !bound.aggregate) throw new Error(`${sql} is no aggregate call`)
    this.bound = bound
    const { name, type, data, args, aggregate } = bound
    this.call = {
      name,
      args: aggregate.filtered ? args.slice(0, -1) : args,
      type,
      data,
      ...(aggregate.distinct ? { distinct: true } : {}),
    }
  }

  start(groups: number): Accumulator {
    const made = aggregates.get(this.call.name)
    if (!made) throw new Error(`no ${this.call.name}`)
    const accumulator = made.start(this.call, evaluationOf(this.#ansi))
    const ids = Int32Array.from({ length: groups }, (_, at) => at)
    for (const cells of accumulator.cells) {
      cells.grow(groups)
      cells.clear(ids, groups)
    }
    return accumulator
  }

  /** Columns of the arguments, the filter's last if there is one. */
  columns(rows: readonly Row[]): readonly Vector[] {
    const batch: RecordBatch = batchOf(this.#schema, rows)
    const context = { functions, evaluation: evaluationOf(this.#ansi) }
    return this.bound.args.map((arg) => {
      if (arg.kind === 'input') return batch.columns[arg.index] as Vector
      const value = interpreter(arg, context)
      return vectorOf(
        arg.type,
        rows.map((_, row) => value(rowAt(batch, row))),
      )
    })
  }

  /** Adds rows; `groups[i]` is the group of `rows[i]`. @param picked row numbers among them, as a selection */
  add(accumulator: Accumulator, rows: readonly Row[], groups: readonly number[], picked?: readonly number[]): void {
    const columns = this.columns(rows)
    const { filtered } = this.bound.aggregate as { readonly filtered: boolean }
    const filter = filtered ? columns.at(-1) : undefined
    const args = filtered ? columns.slice(0, -1) : columns
    const chosen = (picked ?? rows.map((_, at) => at)).filter((row) => !filter || valueAt(filter, row) === true)
    const ids = Int32Array.from(chosen, (row) => groups[row] as number)
    const selection = picked || filter ? Int32Array.from(chosen) : undefined
    accumulator.add(ids, args, selection, chosen.length)
  }

  finish(accumulator: Accumulator, groups: number): readonly SqlValue[] {
    const ids = Int32Array.from({ length: groups }, (_, at) => at)
    const result = accumulator.finish(ids, groups)
    return Array.from({ length: groups }, (_, at) => valueAt(result, at))
  }
}

/** The result of one call over rows of one group. */
export function aggregateOf(sql: string, ddl: string, rows: readonly Row[], ansi = true): SqlValue {
  const running = new Running(sql, ddl, ansi)
  const accumulator = running.start(1)
  running.add(
    accumulator,
    rows,
    rows.map(() => 0),
  )
  return running.finish(accumulator, 1)[0] as SqlValue
}
