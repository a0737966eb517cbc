/** Views, settings, sessions beside each other, kept rows: what a session holds besides its queries. */
import { expect, test } from 'vitest'
import { createSession, Session } from '../../index.ts'
import type { AnyFrame } from '../../lib/session/data-frame.ts'
import { long, StructType, string, struct } from '../../lib/types/typed/struct.ts'
import { stoppedSessions } from './sessions.ts'

const begin = stoppedSessions()

const condition = (name: string) => expect.objectContaining({ condition: name })

test('the catalog lists, finds, describes and drops views by Spark’s rules', () => {
  const { session } = begin()
  const frame = session.createDataFrame([[1, 'x']], "a INT NOT NULL COMMENT 'first', b STRING")
  frame.createTempView('t')
  frame.createOrReplaceTempView('`q q`')
  frame.createGlobalTempView('g')
  const { catalog } = session
  expect(catalog.listTables().map((one) => one.name)).toEqual(['q q', 't'])
  expect(catalog.listTables('global_temp').map((one) => [...one.namespace, one.name])).toEqual([
    ['global_temp', 'g'],
    ['q q'],
    ['t'],
  ])
  expect(catalog.listTables('default', 'T*|x').map((one) => one.name)).toEqual(['t'])
  expect(['t', 'T', 'nope', 'g', 'global_temp.g', 'q q', '`q q`'].map((name) => catalog.tableExists(name))).toEqual([
    true,
    true,
    false,
    false,
    true,
    true,
    true,
  ])
  expect(catalog.getTable('t')).toEqual({
    name: 't',
    catalog: null,
    namespace: [],
    description: null,
    tableType: 'TEMPORARY',
    isTemporary: true,
  })
  expect(catalog.getTable('global_temp.g').namespace).toEqual(['global_temp'])
  expect(catalog.listColumns('t').map((one) => [one.name, one.dataType, one.nullable, one.description])).toEqual([
    ['a', 'int', false, 'first'],
    ['b', 'string', true, null],
  ])
  expect(() => catalog.getTable('nope')).toThrow(condition('TABLE_OR_VIEW_NOT_FOUND'))
  expect([catalog.currentCatalog(), catalog.currentDatabase()]).toEqual(['spark_catalog', 'default'])
  expect([catalog.dropTempView('t'), catalog.dropTempView('t')]).toEqual([true, false])
  expect([catalog.dropGlobalTempView('g'), catalog.dropGlobalTempView('g')]).toEqual([true, false])
})

test('names of views are one part, taken or free', () => {
  const { session } = begin()
  const frame = session.range(1)
  expect(() => frame.createTempView('a b')).toThrow('Invalid view name: a b.')
  expect(() => frame.createTempView('')).toThrow(condition('_LEGACY_ERROR_TEMP_1321'))
  expect(() => frame.createTempView('a.b')).toThrow(condition('TEMP_VIEW_NAME_TOO_MANY_NAME_PARTS'))
  frame.createGlobalTempView('g')
  expect(() => frame.createGlobalTempView('G')).toThrow(condition('TEMP_TABLE_OR_VIEW_ALREADY_EXISTS'))
  frame.createOrReplaceGlobalTempView('g')
  expect(() => session.table('a b')).toThrow(condition('PARSE_SYNTAX_ERROR'))
  expect(() => session.readStream.table('global_temp.g')).toThrow(/not a temp view of streaming logical plan/)
})

test('columns of a view are qualified by its name', () => {
  const { session } = begin()
  session.range(1).createOrReplaceTempView('ids')
  expect(session.table('ids').select('ids.id').columns).toEqual(['id'])
})

test('settings that belong to Spark’s processes are refused, as are values that a setting cannot have', () => {
  const { session } = begin((builder) => builder.config('spark.executor.memory', '1g').config('my.own', 1))
  const { conf } = session
  expect(conf.get('spark.executor.memory')).toBe('1g')
  expect(() => conf.set('spark.sql.warehouse.dir', 'x')).toThrow(condition('CANNOT_MODIFY_STATIC_CONFIG'))
  expect(() => conf.unset('spark.sql.extensions')).toThrow(condition('CANNOT_MODIFY_STATIC_CONFIG'))
  expect(() => conf.set('spark.executor.memory', '2g')).toThrow(condition('CANNOT_MODIFY_CONFIG'))
  expect(() => conf.set('spark.sql.session.timeZone', 'Foo/Bar')).toThrow(condition('INVALID_CONF_VALUE.TIME_ZONE'))
  expect(() => conf.set('spark.sql.ansi.enabled', 'maybe')).toThrow(condition('INVALID_CONF_VALUE.TYPE_MISMATCH'))
  expect(() => conf.set('spark.sql.shuffle.partitions', 'abc')).toThrow(condition('INVALID_CONF_VALUE.TYPE_MISMATCH'))
  conf.set('spark.app.name', 'free')
  const modifiable = ['spark.sql.ansi.enabled', 'spark.master', 'my.own', 'spark.sql.warehouse.dir']
  expect(modifiable.map((key) => conf.isModifiable(key))).toEqual([true, false, false, false])
  conf.set('my.own', 2)
  conf.reset()
  expect(conf.get('my.own')).toBe('1')
})

test('a new session shares global views and the end, and nothing else that was done', async () => {
  const { session } = begin((builder) => builder.config('my.own', 1))
  session.conf.set('spark.sql.session.timeZone', 'Europe/Oslo')
  session.range(3).createOrReplaceTempView('own')
  session.memoryStream('n INT').toDF().createOrReplaceGlobalTempView('shared')
  const other = session.newSession()
  expect(other.conf.get('my.own')).toBe('1')
  expect(other.conf.get('spark.sql.session.timeZone')).toBe('UTC')
  expect(other.catalog.listTables()).toEqual([])
  expect(other.streams).not.toBe(session.streams)
  const query = other.table('global_temp.shared').writeStream.format('noop').start()
  await session.stop()
  expect(query.isActive).toBe(false)
  expect(() => other.range(1)).toThrow(condition('MILLRACE_SESSION_STOPPED'))
  expect(() => other.sql('SELECT 1')).toThrow(condition('MILLRACE_SESSION_STOPPED'))
  await session.stop()
})

test('the active session is the one that getOrCreate gives, until it is stopped', async () => {
  expect(Session.getActiveSession()).toBeUndefined()
  expect(() => Session.active()).toThrow(condition('NO_ACTIVE_OR_DEFAULT_SESSION'))
  const session = Session.builder().master('local').getOrCreate()
  expect(Session.builder().config('my.own', 3).getOrCreate()).toBe(session)
  expect(session.conf.get('my.own')).toBe('3')
  expect(Session.active()).toBe(session)
  const apart = createSession({ surroundings: { print: () => {} } })
  expect(Session.active()).toBe(session)
  await session.stop()
  expect(Session.getActiveSession()).toBeUndefined()
  await apart.stop()
})

test('kept rows are computed once, by the first action, for the frame and what is built upon it', async () => {
  const { session } = begin()
  let calls = 0
  const counted = session.udf((n: bigint) => {
    calls += 1
    return Number(n)
  }, 'int')
  const frame = (session.range(3) as AnyFrame).select(counted('id').as('n'))
  expect(frame.cache()).toBe(frame)
  expect([frame.isCached, calls]).toEqual([true, 0])
  expect(await frame.count()).toBe(3)
  expect(await frame.filter('n > 0').collect()).toEqual([{ n: 1 }, { n: 2 }])
  expect(calls).toBe(3)
  frame.createOrReplaceTempView('kept')
  expect(session.catalog.isCached('kept')).toBe(true)
  expect(await session.sql('SELECT n FROM kept LIMIT 1').collect()).toEqual([{ n: 0 }])
  expect(calls).toBe(3)
  frame.unpersist()
  expect([frame.isCached, session.catalog.isCached('kept')]).toEqual([false, false])
  expect(await frame.count()).toBe(3)
  expect(calls).toBe(6)
  session.catalog.cacheTable('kept')
  session.catalog.clearCache()
  expect(session.catalog.isCached('kept')).toBe(false)
})

test('what fails is not kept, and a stream is kept by nobody', async () => {
  const { session } = begin()
  const failing = session.range(1).selectExpr('CAST("x" AS INT) AS n').persist()
  await expect(failing.collect()).rejects.toThrow(condition('CAST_INVALID_INPUT'))
  await expect(failing.collect()).rejects.toThrow(condition('CAST_INVALID_INPUT'))
  const stream = session.memoryStream('n INT').toDF()
  expect(() => stream.cache()).toThrow(/must be executed with writeStream.start\(\)/)
  stream.createOrReplaceTempView('stream')
  expect(() => session.catalog.cacheTable('stream')).toThrow(/must be executed with writeStream.start\(\)/)
  expect(stream.unpersist()).toBe(stream)
})

test('a schema may grow column by column, by values, names or DDL', () => {
  const grown = new StructType()
    .add('host', 'string')
    .add('bytes', long, false)
    .add('tags', 'ARRAY<STRING>')
    .add('at', struct({ zone: string }).type)
  expect(grown.toDDL()).toBe('host STRING,bytes BIGINT NOT NULL,tags ARRAY<STRING>,at STRUCT<zone: STRING>')
  expect(grown.simpleString()).toBe('struct<host:string,bytes:bigint,tags:array<string>,at:struct<zone:string>>')
  expect(() => new StructType().add('x', 'nosuch')).toThrow(condition('UNSUPPORTED_DATATYPE'))
})
