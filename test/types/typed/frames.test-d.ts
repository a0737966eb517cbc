/** What the compiler must know and refuse about frames. Checked by `npm run types`; nothing here runs. */
import type { Column, DataFrame, RowOf, Timestamp } from '../../../index.ts'
import { col, expr, int, lit, long, type Session, StructType, string, struct, timestamp } from '../../../index.ts'

import { concat, contains, nvl, substring, upper } from '../../../lib/expressions/builders/index.ts'

type Equal<A, B> = (<X>() => X extends A ? 1 : 2) extends <X>() => X extends B ? 1 : 2 ? true : false
/** Compiles only for `true`. */
declare function holds<_T extends true>(): void

declare const session: Session

const weblog = struct({ host: string, timestamp, request: string, http_reply: int, bytes: long })
const logs = session.readStream.format('json').schema(weblog).load('logs/*.json')

type Row<F> = F extends DataFrame<infer S> ? RowOf<S> : never

// Columns of struct() and of a DDL literal.
holds<Equal<Row<typeof logs>['bytes'], bigint | null>>()
holds<Equal<Row<typeof logs>['timestamp'], Timestamp | null>>()
const ddl = session.read
  .schema('host STRING, at TIMESTAMP, xs ARRAY<INT>, m MAP<STRING, DOUBLE>, s STRUCT<a: BIGINT>')
  .json('x')
holds<Equal<keyof Row<typeof ddl>, 'host' | 'at' | 'xs' | 'm' | 's'>>()
holds<Equal<Row<typeof ddl>['xs'], (number | null)[] | null>>()
holds<Equal<Row<typeof ddl>['m'], Map<string, number | null> | null>>()

// A text that the compiler cannot read gives names that are not checked, never wrong ones.
const quoted = session.read.schema("a INT COMMENT 'x, y'").json('x')
quoted.select('whatever')
declare const anyText: string
session.read.schema(anyText).json('x').filter(col('whatever').gt(1))

// Names are checked, in every position.
logs.select('host', 'bytes')
logs.filter(col('bytes').gt(100n).and(col('http_reply').eq(200)))
logs.filter((c) => c.host.eq('x').or(c.bytes.isNull()))
logs.filter('any SQL > text')
logs.filter(expr('any SQL > text'))
// @ts-expect-error no such column
logs.select('nope')
// @ts-expect-error no such column
logs.filter(col('nope').gt(1))
// @ts-expect-error no such column, in a nested expression
logs.filter(col('bytes').gt(col('nope')))
// @ts-expect-error no such column
logs.filter((c) => c.nope.gt(1))
// @ts-expect-error no such column
logs.withColumn('x', col('nope').plus(1))
// @ts-expect-error no such column
logs.withWatermark('nope', '10 seconds')
// @ts-expect-error no such column
logs.withColumnRenamed('nope', 'x')
// @ts-expect-error no such column
logs.drop('nope')
// @ts-expect-error no condition
logs.filter(lit('text'))

// Types follow.
const added = logs.withColumn('kib', col('bytes').cast('double')).withColumn('bytes', col('host'))
holds<Equal<Row<typeof added>['kib'], number | null>>()
holds<Equal<Row<typeof added>['bytes'], string | null>>()
const several = logs.withColumns({ a: col('bytes'), b: (c) => c.host, c: lit(true) })
holds<Equal<Row<typeof several>['a'], bigint | null>>()
holds<Equal<Row<typeof several>['b'], string | null>>()
holds<Equal<Row<typeof several>['c'], boolean | null>>()
const renamed = logs.withColumnRenamed('host', 'client').drop('request', 'timestamp')
holds<Equal<keyof Row<typeof renamed>, 'client' | 'http_reply' | 'bytes'>>()
const chosen = logs.select('host', col('bytes').as('size'), col('http_reply').cast('string'))
holds<Equal<Row<typeof chosen>, { host: string | null; size: bigint | null; http_reply: string | null }>>()
const bound = logs.select((c) => [c.host, c.bytes.as('size')])
holds<Equal<Row<typeof bound>, { host: string | null; size: bigint | null }>>()
const all = logs.select('*', lit(1n).as('one'))
holds<Equal<keyof Row<typeof all>, keyof Row<typeof logs> | 'one'>>()
const some = logs.withColumnsRenamed({ host: 'client', bytes: 'size' })
holds<Equal<Row<typeof some>['size'], bigint | null>>()
holds<Equal<keyof Row<typeof some>, 'client' | 'timestamp' | 'request' | 'http_reply' | 'size'>>()

// An expression without an alias gets Spark's name, which the compiler does not know: any name, of no known type.
const unnamed = logs.select('host', col('bytes').plus(1))
holds<Equal<Row<typeof unnamed>['host'], string | null>>()
holds<Equal<Row<typeof unnamed>['(bytes + 1)'], unknown>>()
const nested = session.read.schema('s STRUCT<a: BIGINT>').json('x').select('s.a', col('s.a').cast('int').as('b'))
holds<Equal<keyof Row<typeof nested>, 'a' | 'b'>>()

// Builders of functions check names too, and name their results as Spark does when they are called by name.
const built = logs.select(upper('host'), concat('host', 'request').as('both'), substring(col('host'), 1, 3).as('start'))
holds<Equal<Row<typeof built>, { 'upper(host)': string | null; both: string | null; start: string | null }>>()
// @ts-expect-error no such column
logs.select(upper('nope'))
// @ts-expect-error no such column
logs.filter(contains('nope', 'x'))
// @ts-expect-error no such column
logs.withColumn('x', nvl('host', 'nope'))

// What cannot be known is dynamic, and `as(schema)` comes back.
const dynamic = logs.selectExpr('host', 'bytes / 1024 AS kib')
dynamic.filter(col('whatever').isNull()).select('kib')
const known = dynamic.as(struct({ host: string }))
holds<Equal<Row<typeof known>, { host: string | null }>>()
// @ts-expect-error no such column
known.select('kib')

// Columns of a frame carry their types.
const host: Column<{ readonly kind: 'string' }, 'host', 'host'> = logs.col('host')
void host
// @ts-expect-error no such column
logs.col('nope')

// foreachBatch gets frames of the same columns.
logs.writeStream.foreachBatch(async (frame, batchId) => {
  const [row] = await frame.collect()
  holds<Equal<typeof row, Row<typeof logs> | undefined>>()
  batchId.toFixed()
})

// A schema that grows column by column is known column by column; a type as DDL text is not.
const grown = new StructType().add('host', 'string').add('bytes', long).add('tags', 'ARRAY<STRING>')
const grownLogs = session.readStream.schema(grown).csv('logs')
holds<Equal<Row<typeof grownLogs>, { host: string | null; bytes: bigint | null; tags: unknown }>>()
// @ts-expect-error no such column
grownLogs.select('nope')

// Statements and views are dynamic; what keeps rows keeps the frame's type.
session.sql('SELECT 1 AS one').select('whatever')
session.table('any').filter(col('whatever').isNull())
const kept = logs.persist().cache().unpersist()
holds<Equal<Row<typeof kept>, Row<typeof logs>>>()
const names: readonly string[] = session.catalog.listTables().map((one) => one.name)
void names
// A condition as text may name what a select has left out, as in Spark.
logs.select('host').where('bytes > 10')
