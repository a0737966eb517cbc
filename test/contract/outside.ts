/** A source, a sink, operators and a function as a program outside the package would write them. */
import { Observable } from 'rxjs'
import {
  type Connector,
  defineJoin,
  defineOperator,
  type Offset,
  type ScalarFunction,
  Schema,
  type SqlValue,
} from '../../index.ts'
import { batchOf } from '../../lib/columnar/builder.ts'
import { rowsOf } from '../../lib/columnar/values.ts'
import { signature } from '../../lib/expressions/binder/signature.ts'
import { parseExpression } from '../../lib/expressions/parser/parse-expression.ts'
import type { Message } from '../../lib/stream/message.ts'
import { field, longType } from '../../lib/types/types.ts'
import { MapTable } from './map-table.ts'

declare module '../../index.ts' {
  interface NodeOptions {
    keepMultiples: { readonly of: number }
    runningTotal: { readonly column: string }
    interleave: { readonly nothing?: never }
  }
}

/** How far the counter of `ticks` has come; the test moves it. */
export const counter = { end: 0 }
/** What the sink has committed, by epoch. */
export const committed = new Map<number, SqlValue[][]>()

const numbers = new Schema([field('n', longType, false)])

/** `ticks`: the numbers from 1 on; `tally`: rows kept in memory. */
export const outsideConnector: Connector = {
  name: 'ticks',
  source: {
    schema: () => numbers,
    create: () => ({
      schema: numbers,
      description: 'Ticks',
      initialOffset: async () => 0,
      latestOffset: async () => counter.end,
      open: ({ columns, filters }) => {
        const schema = new Schema(columns.map(() => numbers.fields[0] as (typeof numbers.fields)[number]))
        return {
          residual: filters,
          schema,
          read: (start: Offset | null, end: Offset) =>
            new Observable((subscriber) => {
              const rows: SqlValue[][] = []
              for (let n = Number(start) + 1; n <= Number(end); n++) rows.push(columns.map(() => BigInt(n)))
              if (rows.length > 0) subscriber.next(batchOf(schema, rows))
              subscriber.complete()
            }),
        }
      },
      commit: async () => {},
      stop: async () => {},
    }),
  },
}

export const outsideSink: Connector = {
  name: 'tally',
  sink: {
    modes: ['append', 'update'],
    guarantee: 'exactly-once',
    temporaryCheckpoint: false,
    create() {
      let staged: SqlValue[][] = []
      return {
        description: 'Tally',
        write: (_, rows: Observable<Message>) =>
          new Promise<void>((resolve, reject) => {
            staged = []
            rows.subscribe({
              next: (message) => void (message.kind === 'batch' && staged.push(...rowsOf(message.batch))),
              error: reject,
              complete: resolve,
            })
          }),
        commit: async (epoch) => {
          if (!committed.has(epoch)) committed.set(epoch, staged)
        },
        abort: async () => {},
        stop: async () => {},
      }
    },
  },
}

/** Row-wise: it fuses with its neighbours. */
export const keepMultiples = defineOperator(
  {
    name: 'keepMultiples',
    inputs: 1,
    schema: (_: { readonly of: number }, [input]) => input as Schema,
    describe: ({ of }) => `KeepMultiples ${of}`,
    rows: ({ of }, input, binder) => [{ filter: binder.bind(parseExpression(`n % ${of} = 0`), input) }],
  },
  (of: number) => ({ of }),
)

/** With state: adds up a column over the query's life. */
export const runningTotal = defineOperator(
  {
    name: 'runningTotal',
    inputs: 1,
    state: 'global',
    schema: (_: { readonly column: string }, [input]) =>
      new Schema([...(input as Schema).fields, field('total', longType, false)]),
    describe: ({ column }) => `RunningTotal ${column}`,
    start({ column }, { inputs, output, state }) {
      const at = inputs[0]?.index(column) as number
      const totals = new MapTable<bigint>('totals')
      state?.register(totals)
      return {
        onBatch(batch, out) {
          const rows = rowsOf(batch).map((row) => {
            totals.set('all', (totals.get('all') ?? 0n) + (row[at] as bigint))
            return [...row, totals.get('all') as bigint]
          })
          if (rows.length > 0) out.batch(batchOf(output, rows))
        },
        onBarrier(epoch, out) {
          state?.seal()
          out.barrier(epoch)
        },
      }
    },
  },
  (column: string) => ({ column }),
)

/** Of two inputs. */
export const interleave = defineJoin(
  {
    name: 'interleave',
    inputs: 2,
    state: 'none',
    schema: (_: { readonly nothing?: never }, [left]) => left as Schema,
    describe: () => 'Interleave',
    start: () => ({ onBatch: (batch, out) => out.batch(batch) }),
  },
  () => ({}),
)

/** `twice(n)` */
export const twice: ScalarFunction = {
  name: 'twice',
  summary: 'Two times a number.',
  bind: signature({ takes: [longType], gives: longType }),
  evaluate: ([value]) => 2n * (value as bigint),
}
