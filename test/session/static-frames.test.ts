import { expect, test } from 'vitest'
import { MillraceError } from '../../lib/errors.ts'
import { col, expr, lit, when } from '../../lib/expressions/column-functions.ts'
import { decimal, double, int, long, map, string, struct, timestamp } from '../../lib/types/typed/struct.ts'
import { Decimal } from '../../lib/types/values/decimal.ts'
import { Timestamp } from '../../lib/types/values/timestamp.ts'
import { stoppedSessions } from './sessions.ts'

const begin = stoppedSessions()

const people = struct({ name: string, age: int, born: timestamp })
const rows = [
  { name: 'Ada', age: 36, born: new Date('1815-12-10T00:00:00Z') },
  { name: 'Alan', age: 41, born: null },
  { name: 'Grace', age: null, born: new Date('1906-12-09T00:00:00Z') },
] as never[]

test('rows that a program gives come back as the values of their types', async () => {
  const { session } = begin()
  const schema = struct({ n: long, d: decimal(5, 2), t: timestamp, m: map(string, int), s: string })
  const frame = session.createDataFrame(
    [{ n: 3n, d: new Decimal(15n, 1), t: new Timestamp(1_000_001n), m: new Map([['k', 1]]), s: null }],
    schema,
  )
  const [row] = await frame.collect()
  expect(row).toEqual({ n: 3n, d: new Decimal(150n, 2), t: new Timestamp(1_000_001n), m: new Map([['k', 1]]), s: null })
  expect(row?.t?.micros).toBe(1_000_001n)
})

test('a column called __proto__ is a column', async () => {
  const { session } = begin()
  const [row] = await session.createDataFrame([['x']], '`__proto__` STRING').collect()
  expect(Object.entries(row as object)).toEqual([['__proto__', 'x']])
  expect(Object.getPrototypeOf(row)).toBe(Object.prototype)
})

test('select, filter, withColumn, rename and drop make the columns they say', async () => {
  const { session } = begin()
  const frame = session
    .createDataFrame(rows, people)
    .filter(col('age').gt(30))
    .withColumn('adult', col('age').geq(18))
    .withColumns({ older: expr('age > 40'), who: (c) => c.name })
    .withColumnRenamed('age', 'years')
    .drop('born')
  expect(frame.columns).toEqual(['name', 'years', 'adult', 'older', 'who'])
  expect(await frame.collect()).toEqual([
    { name: 'Ada', years: 36, adult: true, older: false, who: 'Ada' },
    { name: 'Alan', years: 41, adult: true, older: true, who: 'Alan' },
  ])
  expect(await frame.select('name', col('years').as('n')).collect()).toEqual([
    { name: 'Ada', n: 36 },
    { name: 'Alan', n: 41 },
  ])
  expect(await frame.select((c) => [c.years]).collect()).toEqual([{ years: 36 }, { years: 41 }])
  expect(frame.select('*', lit(1).as('one')).columns).toEqual([...frame.columns, 'one'])
  expect(await frame.selectExpr('years * 2 AS twice').collect()).toEqual([{ twice: 72 }, { twice: 82 }])
  expect(await frame.select(when(col('older'), 'old').otherwise('young').as('x')).collect()).toEqual([
    { x: 'young' },
    { x: 'old' },
  ])
})

test('names are found without case, a dropped name that is not there is ignored', async () => {
  const { session } = begin()
  const frame = session.createDataFrame(rows, people).selectExpr('*')
  expect(frame.select('NAME').columns).toEqual(['NAME'])
  expect(frame.drop('nope').columns).toEqual(['name', 'age', 'born'])
  expect(frame.toDF('a', 'b', 'c').columns).toEqual(['a', 'b', 'c'])
  expect(frame.withColumnsRenamed({ name: 'n', age: 'a' }).columns).toEqual(['n', 'a', 'born'])
})

test('a wrong name is refused when the frame is built, and names what there is', () => {
  const { session } = begin()
  const frame = session.createDataFrame(rows, people).selectExpr('*')
  expect(() => frame.select('nam')).toThrow(/`nam` cannot be resolved.*`name`/s)
  expect(() => frame.filter('nam = 1')).toThrow(MillraceError)
})

test('union is by position, unionByName by name', async () => {
  const { session } = begin()
  const left = session.createDataFrame([[1, 'a']], 'n INT, s STRING')
  const right = session.createDataFrame([['b', 2]], 's STRING, n INT')
  expect(await left.unionByName(right).collect()).toEqual([
    { n: 1, s: 'a' },
    { n: 2, s: 'b' },
  ])
  expect(await left.unionAll(left).count()).toBe(2)
  expect(() => left.union(left.select('n'))).toThrow(/NUM_COLUMNS_MISMATCH|same number of columns/)
})

test('count, first, head, take, tail, isEmpty, foreach and toLocalIterator agree with collect', async () => {
  const { session } = begin()
  const frame = session.range(20_000)
  expect(await frame.count()).toBe(20_000)
  expect(await frame.first()).toEqual({ id: 0n })
  expect(await frame.head()).toEqual({ id: 0n })
  expect(await frame.head(2)).toEqual([{ id: 0n }, { id: 1n }])
  expect(await frame.take(0)).toEqual([])
  expect(await frame.tail(2)).toEqual([{ id: 19_998n }, { id: 19_999n }])
  expect(await frame.tail(0)).toEqual([])
  expect(await frame.isEmpty()).toBe(false)
  expect(await session.range(0).isEmpty()).toBe(true)
  expect(await session.range(0).first()).toBeNull()
  expect(await session.range(5, 0, -2).collect()).toEqual([{ id: 5n }, { id: 3n }, { id: 1n }])
  expect(await frame.filter('id % 2 = 1').limit(2).collect()).toEqual([{ id: 1n }, { id: 3n }])
  const seen: bigint[] = []
  await session.range(3).foreach((row) => void seen.push(row.id as bigint))
  for await (const row of session.range(3).toLocalIterator()) seen.push(row.id as bigint)
  expect(seen).toEqual([0n, 1n, 2n, 0n, 1n, 2n])
})

test('show prints the table of Spark, printSchema its tree', async () => {
  const { session, printed } = begin()
  const frame = session.createDataFrame(rows, people)
  await frame.show()
  await frame.show(1, false)
  await frame.show({ n: 1, vertical: true })
  frame.printSchema()
  expect(printed[0]).toBe(
    [
      '+-----+----+-------------------+',
      '| name| age|               born|',
      '+-----+----+-------------------+',
      '|  Ada|  36|1815-12-10 00:00:00|',
      '| Alan|  41|               NULL|',
      '|Grace|NULL|1906-12-09 00:00:00|',
      '+-----+----+-------------------+',
      '',
    ].join('\n'),
  )
  expect(printed[1]).toContain('only showing top 1 row')
  expect(printed[2]).toContain('-RECORD 0')
  expect(printed[3]).toBe(
    'root\n |-- name: string (nullable = true)\n |-- age: integer (nullable = true)\n |-- born: timestamp (nullable = true)\n',
  )
  expect(frame.dtypes).toEqual([
    ['name', 'string'],
    ['age', 'int'],
    ['born', 'timestamp'],
  ])
  expect(`${frame}`).toBe('DataFrame[name: string, age: int, born: timestamp]')
})

test('explain shows the physical plan, extended the logical ones', () => {
  const { session, printed } = begin()
  const frame = session.createDataFrame(rows, people).filter('age > 1')
  frame.explain()
  frame.explain(true)
  expect(printed[0]).toMatch(/^== Physical Plan ==/)
  expect(printed[1]).toMatch(/^== Parsed Logical Plan ==/)
})

test('na.fill and na.drop follow the kinds of the columns', async () => {
  const { session } = begin()
  const frame = session.createDataFrame(
    [
      ['x', 1, 1.5],
      [null, null, Number.NaN],
      ['y', null, 2.5],
    ],
    struct({ s: string, n: int, d: double }),
  )
  expect(await frame.fillna(0).collect()).toEqual([
    { s: 'x', n: 1, d: 1.5 },
    { s: null, n: 0, d: 0 },
    { s: 'y', n: 0, d: 2.5 },
  ])
  expect(await frame.na.fill({ s: '?', d: -1 }).select('s', 'd').collect()).toEqual([
    { s: 'x', d: 1.5 },
    { s: '?', d: -1 },
    { s: 'y', d: 2.5 },
  ])
  expect(await frame.fillna('?', ['s']).select('s').collect()).toEqual([{ s: 'x' }, { s: '?' }, { s: 'y' }])
  expect(await frame.dropna().count()).toBe(1)
  expect(await frame.dropna('all').count()).toBe(2)
  expect(await frame.dropna({ thresh: 2 }).count()).toBe(2)
  expect(await frame.dropna('any', ['s']).count()).toBe(2)
  expect(() => frame.na.drop('any', ['nope' as never])).toThrow(/`nope` cannot be resolved/)
})

test('views and as(schema) give typed frames again', async () => {
  const { session } = begin()
  session.createDataFrame(rows, people).createOrReplaceTempView('people')
  expect(session.catalog.tableExists('People')).toBe(true)
  const typed = session.table('people').as(struct({ name: string, age: int }))
  expect((await typed.first())?.name).toBe('Ada')
  expect(() => session.table('people').as(struct({ age: long }))).toThrow(/`age` should be bigint and is int/)
  expect(() => session.table('people').createTempView('PEOPLE')).toThrow(/already exists/)
  expect(session.catalog.dropTempView('people')).toBe(true)
  expect(() => session.table('people')).toThrow(/TABLE_OR_VIEW_NOT_FOUND|cannot be found/)
})

test('a value that does not fit its column names row and column', () => {
  const { session } = begin()
  expect(() => session.createDataFrame([[1], ['x']], 'n INT')).toThrow(/row 1, column n wants int/)
})

test('settings have Spark’s defaults, are text, and unknown ones are refused', () => {
  const { session } = begin()
  expect(session.conf.get('spark.sql.session.timeZone')).toBe('UTC')
  session.conf.set('spark.sql.shuffle.partitions', 2)
  expect(session.conf.get('spark.sql.shuffle.partitions')).toBe('2')
  session.conf.unset('spark.sql.shuffle.partitions')
  expect(session.conf.get('spark.sql.shuffle.partitions')).toBe('200')
  expect(session.conf.get('no.such', 'fallback')).toBe('fallback')
  expect(() => session.conf.get('no.such')).toThrow(/"no.such" cannot be found/)
})

test('a change of ansi or zone counts for frames built afterwards', async () => {
  const { session } = begin()
  session.conf.set('spark.sql.ansi.enabled', false)
  expect(await session.range(1).selectExpr('1 / id AS q').collect()).toEqual([{ q: null }])
  session.conf.set('spark.sql.ansi.enabled', true)
  await expect(session.range(1).selectExpr('1 / id AS q').collect()).rejects.toThrow(/DIVIDE_BY_ZERO|Division by zero/)
})

test('a stopped session makes nothing any more', async () => {
  const { session } = begin()
  const frame = session.range(1)
  await session.stop()
  await expect(frame.collect()).rejects.toThrow(/was stopped/)
  expect(() => session.read.text('x')).toThrow(/was stopped/)
})
