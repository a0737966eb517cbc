import { ArrivedRows } from '../../lib/connector/arrived-rows.ts'
import { ArrivedRowsSource } from '../../lib/connector/arrived-rows-source.ts'
import type { Source } from '../../lib/connector/connector.ts'
import { MillraceError } from '../../lib/errors.ts'
import { type Observable, Subscription } from '../../lib/stream/rx.ts'
import type { Schema } from '../../lib/types/schema.ts'
import { fromRowValue, type RowObject } from '../../lib/types/values/row-value.ts'

/** Where a program's rows come from; each query subscribes, or iterates, for itself. */
export interface ArrivingRows {
  readonly schema: Schema
  readonly from: Observable<unknown> | AsyncIterable<unknown>
  /** Uncommitted rows at most: an iterable is not asked for more, an Observable's next row ends the query. */
  readonly maxRows: number
}

/** Begins to receive rows. What the rows' origin throws ends the query behind the rows before it. */
export function openRowsSource({ from, maxRows }: ArrivingRows, schema: Schema): Source {
  return Symbol.asyncIterator in from ? iterated(from, maxRows, schema) : observed(from, maxRows, schema)
}

function observed(from: Observable<unknown>, maxRows: number, schema: Schema): Source {
  const rows = new ArrivedRows(schema)
  const subscription = new Subscription()
  const source = new ArrivedRowsSource(rows, {
    description: `Observable[${schema.names.join(',')}]`,
    beginsEmpty: false,
    restart: 'continue',
    stop: () => subscription.unsubscribe(),
  })
  const failed = (error: unknown): void => {
    source.fail(error)
    subscription.unsubscribe()
  }
  subscription.add(
    from.subscribe({
      next(row) {
        if (subscription.closed) return
        try {
          if (rows.kept >= maxRows) throw tooMany(maxRows)
          rows.add(internal(row, schema, rows.last + 1))
        } catch (error) {
          failed(error)
        }
      },
      error: failed,
      complete: () => source.finish(),
    }),
  )
  return source
}

function iterated(from: AsyncIterable<unknown>, maxRows: number, schema: Schema): Source {
  const rows = new ArrivedRows(schema)
  const iterator = from[Symbol.asyncIterator]()
  let stopped = false
  let room: () => void = () => {}
  const source = new ArrivedRowsSource(rows, {
    description: `AsyncIterable[${schema.names.join(',')}]`,
    beginsEmpty: false,
    restart: 'continue',
    committed: () => {
      if (rows.kept < maxRows) room()
    },
    async stop() {
      if (stopped) return
      stopped = true
      room()
      // Not awaited: an async generator answers only when the row it waits for has come.
      iterator.return?.()?.catch(() => {})
    },
  })
  const read = async (): Promise<void> => {
    while (!stopped) {
      const next = await iterator.next()
      if (next.done) source.finish()
      if (next.done || stopped) return
      rows.add(internal(next.value, schema, rows.last + 1))
      if (rows.kept >= maxRows) {
        await new Promise<void>((resolve) => {
          room = resolve
        })
      }
    }
  }
  read().catch((error) => {
    source.fail(error)
    return source.stop()
  })
  return source
}

function internal(row: unknown, schema: Schema, ordinal: number) {
  return schema.fields.map((one, at) => {
    const value = Array.isArray(row) ? row[at] : (row as RowObject | undefined)?.[one.name]
    return fromRowValue(one.type, value, `row ${ordinal}, column ${one.name}`)
  })
}

function tooMany(maxRows: number): MillraceError {
  return new MillraceError(
    'MILLRACE_ROWS_OVERFLOW',
    `An Observable cannot be held back, and its rows come faster than the query reads them: more than ${maxRows} are ` +
      'waiting. Give a larger maxRows, or rows that wait (fromAsyncIterable)',
    { parameters: { maxRows: String(maxRows) } },
  )
}
