/** What `mapValues` makes of a group's rows: functions and processors see values instead of rows, made as they come to them. */
import { asyncFunction } from '../../expressions/user-function.ts'
import type { DataType } from '../../types/data-type.ts'
import { structType } from '../../types/types.ts'
import { fromRowValue, toRowValue } from '../../types/values/row-value.ts'
import type { AnyProcessor } from './transform-node.ts'
import type { ValueShape } from './value-shape.ts'

export class ValuesOfRows {
  readonly shape: ValueShape
  readonly #body: (row: unknown) => unknown
  readonly #before: ValuesOfRows | undefined
  readonly #type: DataType
  readonly #name: string

  /** @param before makes what the function gets of a row */
  constructor(body: (row: never) => unknown, shape: ValueShape, before?: ValuesOfRows) {
    const [first] = shape.fields
    this.shape = shape
    this.#body = body as (row: unknown) => unknown
    this.#before = before
    this.#type = shape.flat && first ? first.type : structType(shape.fields)
    this.#name = body.name || 'mapValues'
  }

  /** @throws MILLRACE_ASYNC_FUNCTION, MILLRACE_VALUE_TYPE for a value that is not of the schema */
  of(row: unknown): unknown {
    const value = this.#body(this.#before ? this.#before.of(row) : row)
    if (value instanceof Promise) {
      value.catch(() => {})
      throw asyncFunction(this.#name)
    }
    return toRowValue(this.#type, fromRowValue(this.#type, value, `a value given by ${this.#name}`))
  }

  /** Values of rows, each time they are asked for anew. */
  all(rows: Iterable<unknown>): Iterable<unknown> {
    const of = (row: unknown) => this.of(row)
    return {
      *[Symbol.iterator]() {
        for (const row of rows) yield of(row)
      },
    }
  }
}

const seen = (values: ValuesOfRows | undefined, rows: Iterable<unknown>): Iterable<unknown> =>
  values ? values.all(rows) : rows

/** A function of a key, rows of one input after another, and whatever else, over values. */
export function functionOfValues(
  body: (...args: never[]) => unknown,
  ...inputs: readonly (ValuesOfRows | undefined)[]
): (...args: never[]) => unknown {
  if (inputs.every((one) => one === undefined)) return body
  const whole = body as (...args: unknown[]) => unknown
  const over = (key: unknown, ...rest: readonly unknown[]): unknown =>
    whole(key, ...rest.map((one, at) => (at < inputs.length ? seen(inputs[at], one as Iterable<unknown>) : one)))
  return Object.defineProperty(over, 'name', { value: body.name }) as (...args: never[]) => unknown
}

/** What a processor is when it sees values; `initial` are those of the rows of its initial state. */
export function processorOfValues(rows?: ValuesOfRows, initial?: ValuesOfRows): (of: AnyProcessor) => AnyProcessor {
  return (processor) => ({
    init: (handle, mode) => processor.init?.(handle, mode),
    handleInputRows: (key, given, timers) => processor.handleInputRows(key, seen(rows, given), timers),
    handleExpiredTimer: (key, timers, expired) => processor.handleExpiredTimer?.(key, timers, expired),
    handleInitialState: (key, row, timers) =>
      processor.handleInitialState?.(key, initial ? initial.of(row) : row, timers),
    close: () => processor.close?.(),
  })
}
