import fc from 'fast-check'
import { expect, test } from 'vitest'
import { batchOf } from '../../lib/columnar/builder.ts'
import { rowsOf } from '../../lib/columnar/values.ts'
import { expr } from '../../lib/expressions/column-functions.ts'
import type { Stage } from '../../lib/plan/define-operator.ts'
import { makeNode } from '../../lib/plan/node.ts'
import type { Node } from '../../lib/plan/nodes.ts'
import type { Message } from '../../lib/stream/message.ts'
import { Observable } from '../../lib/stream/rx.ts'
import type { SqlValue } from '../../lib/types/data-type.ts'
import { parseSchema } from '../../lib/types/ddl/ddl.ts'
import { drop, filter, limit, selectExpr, union, withColumns, withColumnsRenamed } from '../../operators/index.ts'
import { planned, runEpoch, source, started } from './run-plan.ts'

const ddl = 'a INT, b INT, s STRING'

/** Operators that keep columns a, b and s, so that they can follow one another in any order. */
const stages: readonly (() => Stage)[] = [
  () => filter('a > 1'),
  () => filter("b IS NOT NULL AND s = 'x'"),
  () => filter('a + b > 3 OR s IS NULL'),
  () => selectExpr('b AS a', 'a AS b', 's'),
  () => selectExpr('s', 'a + 1 AS a', 'b', 'b AS unread'),
  () => withColumns({ a: expr('coalesce(a, 0)'), extra: expr('b') }),
  () => withColumns({ b: expr('a'), a: expr('b') }),
  () => withColumnsRenamed({ nothing: 'x' }),
  () => drop('extra', 'unread'),
  () => selectExpr('a', 'explode(array(b, a)) AS b', 's'),
  () => withColumns({ s: expr("explode_outer(split(s, 'x'))") }),
  () => limit(3),
]

const value = fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constant(null))
const row = fc.tuple(value, value, fc.constantFrom('x', 'y', null))

/** The rows as messages of one epoch. */
function rows$(rows: readonly (readonly SqlValue[])[]): Observable<Message> {
  const schema = parseSchema(ddl)
  return new Observable((subscriber) => {
    subscriber.next({ kind: 'schema', schema })
    subscriber.next({ kind: 'epoch', epoch: 0, batchTime: 0n })
    if (rows.length > 0) subscriber.next({ kind: 'batch', batch: batchOf(schema, rows) })
    subscriber.next({ kind: 'barrier', epoch: 0 })
    subscriber.complete()
  })
}

function results(messages: Observable<Message>): SqlValue[][] {
  const rows: SqlValue[][] = []
  messages.subscribe({
    next: (message) => void (message.kind === 'batch' && rows.push(...rowsOf(message.batch))),
    error: (error: unknown) => {
      throw error
    },
  })
  return rows
}

const on = (node: Node, chain: readonly Stage[]): Node =>
  chain.reduce((below, stage) => makeNode(stage.op as 'filter', stage.options as never, [below]), node)
const through = (messages: Observable<Message>, chain: readonly Stage[]): Observable<Message> =>
  chain.reduce((below, stage) => below.pipe(stage), messages)
const chainOf = fc.array(fc.constantFrom(...stages), { maxLength: 6 }).map((makers) => makers.map((make) => make()))

test('a chain gives the same rows planned as it does operator by operator in plain RxJS', async () => {
  await fc.assert(
    fc.asyncProperty(chainOf, fc.array(row, { maxLength: 8 }), async (chain, rows) => {
      const run = await started(planned(on(source('t', ddl), chain)))
      expect(runEpoch(run, { t: rows }).rows).toEqual(results(through(rows$(rows), chain)))
    }),
    { numRuns: 150 },
  )
})

test('so does a union of two uses of one source, whatever stands above and below it', async () => {
  const text = (rows: readonly SqlValue[][]) => rows.map((one) => JSON.stringify(one)).sort()
  const stateless = fc
    .array(fc.constantFrom(...stages.slice(0, -1)), { maxLength: 3 })
    .map((makers) => makers.map((make) => make()))
  await fc.assert(
    fc.asyncProperty(
      stateless,
      stateless,
      stateless,
      fc.array(row, { maxLength: 6 }),
      async (left, right, above, rows) => {
        const narrow = selectExpr('a', 'b', 's')
        const shared = source('t', ddl)
        const both = union.node(on(shared, [...left, narrow]), on(shared, [...right, narrow]))
        const run = await started(planned(on(both, above)))
        const plain = through(rows$(rows), [...left, narrow]).pipe(union(through(rows$(rows), [...right, narrow])))
        expect(text(runEpoch(run, { t: rows }).rows)).toEqual(text(results(through(plain, above))))
      },
    ),
    { numRuns: 100 },
  )
})
