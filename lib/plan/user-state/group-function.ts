/** A program's function of groups as a stage calls it: its failures named, its results as rows. */
import { MillraceError } from '../../errors.ts'
import type { Out } from '../../stream/processor.ts'
import { rowFunction } from '../row-functions.ts'
import { isPromise } from './ordered-calls.ts'
import type { ResultRows } from './result-rows.ts'

/** What is called for a group. */
export interface GroupFunctionOptions {
  /** Id in the table of row-functions.ts. */
  readonly function: string
  /** `map`: a row for each group; `flatMap`: any number of rows. */
  readonly kind: 'map' | 'flatMap'
  /** Groups under way at the same time, where the function gives promises. */
  readonly concurrency: number
}

/** What a failure of the function is reported as. */
export type Failure = (reason: string, cause: unknown) => MillraceError

export class GroupFunction {
  readonly name: string
  readonly #body: (...args: readonly unknown[]) => unknown
  readonly #kind: 'map' | 'flatMap'
  readonly #failure: Failure

  constructor({ function: id, kind }: GroupFunctionOptions, failure: Failure) {
    const { name, body } = rowFunction(id)
    this.name = name
    this.#body = body as (...args: readonly unknown[]) => unknown
    this.#kind = kind
    this.#failure = failure
  }

  /** Calls it. What an asynchronous one gives is a promise of what `emit` takes. */
  call(...args: readonly unknown[]): unknown {
    let result: unknown
    try {
      result = this.#body(...args)
    } catch (error) {
      throw this.#failed(error)
    }
    if (isPromise(result))
      return result.then(
        (rows) => this.#collected(rows),
        (error) => Promise.reject(this.#failed(error)),
      )
    return isAsyncIterable(result) ? this.#collected(result) : result
  }

  /** Rows of an asynchronous generator, once all are there. */
  #collected(rows: unknown): unknown {
    if (this.#kind === 'map' || !isAsyncIterable(rows)) return rows
    return collect(rows).catch((error) => Promise.reject(this.#failed(error)))
  }

  /** Takes what a call gave, awaited; rows that a generator makes are made now. */
  emit(result: unknown, rows: ResultRows, out: Out): void {
    if (this.#kind === 'map') return this.#emitRow(result, rows, out)
    if (!isIterable(result)) throw this.#notRows(result, 'a list of rows')
    const iterator = result[Symbol.iterator]()
    for (let next = this.#next(iterator); !next.done; next = this.#next(iterator)) this.#emitRow(next.value, rows, out)
  }

  #next(iterator: Iterator<unknown>): IteratorResult<unknown> {
    try {
      return iterator.next()
    } catch (error) {
      throw this.#failed(error)
    }
  }

  #emitRow(row: unknown, rows: ResultRows, out: Out): void {
    if (!rows.fits(row)) throw this.#notRows(row, 'a row')
    rows.add(row, out)
  }

  #notRows(result: unknown, wanted: string): MillraceError {
    const given = result === null ? 'null' : typeof result
    return this.#failure(`${this.name} gave ${given} where it must give ${wanted}`, undefined)
  }

  /** Errors with a condition of Spark's stay as they are. */
  #failed(error: unknown): MillraceError {
    if (error instanceof MillraceError && !error.condition.startsWith('MILLRACE_')) return error
    return this.#failure(error instanceof Error ? error.message : String(error), error)
  }
}

/** Spark's FlatMapGroupsWithStateUserFuncException. */
export const stateFunctionFailed: Failure = (reason, cause) =>
  new MillraceError(
    'FLATMAPGROUPSWITHSTATE_USER_FUNCTION_ERROR',
    `An error occurred in the user provided function in flatMapGroupsWithState. Reason: ${reason}`,
    { sqlState: '39000', parameters: { reason }, cause },
  )

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}

async function collect(rows: AsyncIterable<unknown>): Promise<unknown[]> {
  const all: unknown[] = []
  for await (const row of rows) all.push(row)
  return all
}
