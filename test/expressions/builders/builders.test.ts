import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { MillraceError } from '../../../lib/errors.ts'
import { aggregateFunctions, aggregates } from '../../../lib/expressions/aggregates/index.ts'
import { rowFunctionNames } from '../../../lib/expressions/binder/bind-row-function.ts'
import { createBinder } from '../../../lib/expressions/binder/create-binder.ts'
import * as builders from '../../../lib/expressions/builders/index.ts'
import type { Column } from '../../../lib/expressions/column.ts'
import { builtinDefinitions, builtinFunctions } from '../../../lib/expressions/functions/index.ts'
import { generators } from '../../../lib/expressions/generators/index.ts'
import { parseSchema } from '../../../lib/types/ddl/ddl.ts'
import { int, struct } from '../../../lib/types/typed/struct.ts'

const { col, lit } = builders

const parameters: { readonly [name: string]: string } = JSON.parse(
  readFileSync(new URL('../../fixtures/spark/function-parameters.json', import.meta.url), 'utf8'),
)

/** Not builders of a function of Spark's. */
const others = new Set([
  'Column',
  'col',
  'lit',
  'expr',
  'when',
  'callFunction',
  'udf',
  'columnUdf',
  'ntile',
  'udaf',
  'broadcast',
  'Window',
  'WindowSpec',
])
const named = Object.entries(builders).filter(([name]) => !others.has(name)) as [
  string,
  (...args: unknown[]) => Column,
][]

/** Arguments beside columns `a`, `b`, `c`. */
const identity = (one: unknown) => one
const particular: { readonly [name: string]: readonly unknown[] } = {
  fromJson: ['a', 'n INT'],
  toJson: ['a'],
  fromXml: ['a', 'n INT'],
  toXml: ['a'],
  transform: ['a', identity],
  filter: ['a', identity],
  exists: ['a', identity],
  forall: ['a', identity],
  aggregate: ['a', 'b', identity],
  reduce: ['a', 'b', identity],
  arraySort: ['a'],
  zipWith: ['a', 'b', identity],
  transformKeys: ['a', identity],
  transformValues: ['a', identity],
  mapFilter: ['a', identity],
  mapZipWith: ['a', 'b', identity],
}

/** The function that a builder calls. */
function calledBy([name, build]: (typeof named)[number]): string {
  const { expression } = build(...(particular[name] ?? ['a', 'b', 'c']))
  return expression.kind === 'call' ? expression.name : `${name} is no call`
}

/** Functions without a builder, by why. */
const without = {
  'operators are methods of Column':
    '+ - * / % div & | ^ = == <=> <> != < <= > >= and or ! mod || << >> >>> between in likeany likeall notlikeany notlikeall',
  'when() is a beginning of its own': 'when if',
  'an operator of SQL': 'semi_structured_extract',
  'table functions of SQL, in PySpark too': 'variant_explode variant_explode_outer',
  'names for SQL only, in PySpark too': 'len random any percentile_cont percentile_disc',
}
const reasons = new Set(Object.values(without).flatMap((names) => names.split(' ')))

test('every builder makes a call of a function that there is', () => {
  // struct is the binder's own form, since it names its fields; grouping and grouping_id are the analysis's of rollup,
  // rankings and looks those of windows.
  const ownForms = new Set(['struct', 'grouping', 'grouping_id', ...rowFunctionNames.keys()])
  const unknown = named
    .map(calledBy)
    .filter((name) => ![builtinFunctions, generators, aggregates, ownForms].some((one) => one.has(name)))
  expect(unknown).toEqual([])
})

test('every function, generator and alias has a builder, or a reason to have none', () => {
  const called = new Set(named.map(calledBy))
  const definitions = [...builtinDefinitions, ...aggregateFunctions]
  const all = [...definitions.flatMap(({ name, aliases = [] }) => [name, ...aliases]), ...generators.keys()]
  expect(all.filter((name) => !called.has(name) && !reasons.has(name))).toEqual([])
  expect([...reasons].filter((name) => called.has(name) || !all.includes(name))).toEqual([])
})

test('a builder is named as its function, in camelCase', () => {
  const camel = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
  const different = named
    .map((one) => [one[0], calledBy(one)] as const)
    .filter(([name, called]) => name !== camel(called))
  expect(Object.fromEntries(different)).toEqual({
    bitwiseNot: '~',
    countDistinct: 'count',
    createMap: 'map',
    listaggDistinct: 'listagg',
    stringAggDistinct: 'string_agg',
    sumDistinct: 'sum',
    timestampAdd: 'timestampadd',
    timestampDiff: 'timestampdiff',
    typeof_: 'typeof',
  })
})

const binder = createBinder({ functions: builtinFunctions, ansi: true, zone: 'UTC', nanosTimestamps: true })
const schema = parseSchema(
  'n INT, s STRING, ts TIMESTAMP, d DATE, a ARRAY<INT>, aa ARRAY<ARRAY<INT>>, m MAP<STRING, INT>, e ARRAY<STRUCT<k: INT, v: INT>>, b BINARY, v VARIANT, tn TIMESTAMP_NTZ(9)',
)
const bound = (column: Column) => binder.bind(column.expression, schema)

test('a text is a column’s name where a column is wanted, other values are literals', () => {
  expect(builders.upper('s')).toEqual(builders.upper(col('s')))
  expect(builders.nvl('n', 0)).toEqual(builders.nvl(col('n'), lit(0)))
  expect(builders.rlike('s', 'n')).toEqual(builders.rlike(col('s'), col('n')))
  expect(builders.substring('s', 1, 'n')).toEqual(builders.substring(col('s'), lit(1), col('n')))
  expect(builders.callFunction('upper', 's')).toEqual(builders.upper('s'))
})

test('a text is a value where a parameter or an element is wanted', () => {
  expect(builders.concatWs('-', 's', lit('b')).expression).toEqual({
    kind: 'call',
    name: 'concat_ws',
    args: [lit('-').expression, col('s').expression, lit('b').expression],
  })
  expect(builders.dateTrunc('day', 'ts')).toEqual(builders.dateTrunc(lit('day'), col('ts')))
  expect(builders.arrayContains('a', 'x')).toEqual(builders.arrayContains(col('a'), lit('x')))
  expect(builders.locate('x', 's')).toEqual(builders.locate(lit('x'), col('s')))
})

/** What PySpark takes at each place (test/fixtures/spark/function-parameters.json) that a builder does not take. */
const notTaken: { readonly [name: string]: string } = {
  uuid: 'a seed',
  max_by: 'how many',
  min_by: 'how many',
  instr: 'start and occurrence',
  from_csv: 'options are an object',
  to_csv: 'options are an object',
  schema_of_csv: 'options are an object',
  from_json: 'options are an object',
  to_json: 'options are an object',
  schema_of_json: 'options are an object',
  from_xml: 'options are an object',
  to_xml: 'options are an object',
  schema_of_xml: 'options are an object',
  make_timestamp_ntz: 'a date and a time, which has no type here',
  try_make_timestamp_ntz: 'a date and a time, which has no type here',
  nth_value: 'IGNORE NULLS is no argument',
}

test('a text means what it means in PySpark at each place: a column’s name, or a value', () => {
  const compared = named.flatMap(([name, build]) => {
    const called = calledBy([name, build])
    const pythonName = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replace(/_$/, '')
    const kinds = parameters[pythonName in parameters ? pythonName : called]
    if (kinds === undefined || called in notTaken) return []
    const given = [...kinds].map((kind, at) => (kind === 'f' ? identity : `p${at}`))
    const { expression } = build(...given)
    const args = expression.kind === 'call' ? expression.args : []
    const meant = given.map((text) => {
      if (typeof text !== 'string') return 'f'
      if (args.some((one) => one.kind === 'column' && one.path[0] === text)) return 'c'
      return args.some((one) => one.kind === 'literal' && one.value === text) ? 'v' : '?'
    })
    return [[name, meant.join(''), kinds] as const]
  })
  expect(compared.length).toBeGreaterThan(250)
  expect(compared.filter(([, meant, kinds]) => meant !== kinds)).toEqual([])
})

test('what is left out is left out of the call, or has its value where something follows', () => {
  const args = (column: Column) => (column.expression.kind === 'call' ? column.expression.args : [])
  expect(args(builders.unixTimestamp())).toEqual([])
  expect(args(builders.toDate('s'))).toEqual([col('s').expression])
  expect(builders.trim('s', lit('x')).expression).toMatchObject({ args: [lit('x').expression, col('s').expression] })
  expect(builders.mask('s', undefined, lit('y'))).toEqual(builders.mask('s', lit('X'), lit('y')))
  expect(builders.makeDtInterval(undefined, 'n')).toEqual(builders.makeDtInterval(0, 'n', 0, 0))
  expect(builders.strToMap('s', undefined, lit('='))).toEqual(builders.strToMap('s', lit(','), lit('=')))
  expect(args(builders.convertTimezone(undefined, 'UTC', 'ts'))).toHaveLength(2)
})

test('from_json takes a type as a value or in DDL, and options', () => {
  expect(bound(builders.fromJson('s', struct({ n: int }))).type).toEqual(bound(builders.fromJson('s', 'n INT')).type)
  expect(bound(builders.fromJson('s', 'n INT', { mode: 'FAILFAST' })).type).toMatchObject({ kind: 'struct' })
})

test('parameters of nested lambda functions have names of their own; an index comes when it is asked for', () => {
  const nested = builders.transform('aa', (row) => builders.filter(row, (cell) => builders.arrayContains(row, cell)))
  expect(bound(nested).type).toMatchObject({ kind: 'array', element: { kind: 'array' } })
  expect(bound(builders.transform('a', (one, at) => one.plus(at))).type).toMatchObject({ element: { kind: 'int' } })
  expect(bound(builders.mapZipWith('m', 'm', (_, a, b) => a.eq(b))).type).toMatchObject({ value: { kind: 'boolean' } })
  expect(bound(builders.aggregate('a', 0, (sum, one) => sum.plus(one))).type).toMatchObject({ kind: 'int' })
})

/** What a select of one column calls it; undefined when the function does not take such a column. */
function nameOf(column: Column): string | undefined {
  try {
    return binder.bindColumns([column.expression], schema)[0]?.field.name
  } catch (error) {
    if (error instanceof MillraceError) return undefined
    throw error
  }
}

const folder = new URL('../../../lib/expressions/builders/', import.meta.url)

/** Names that `Unary` promises: what `select(acos('n'))` is called is known to the compiler. */
const promised = readdirSync(folder).flatMap((file) => {
  const text = readFileSync(new URL(file, folder), 'utf8')
  const found = text.matchAll(/^export const (\w+) = (?:unary<\w+(?:<\w+>)?>\(\)|sameType|trimming)\('(\w+)'\)/gm)
  return [...found].map(([, builder, shown]) => [builder as string, shown as string] as const)
})

test('a result is called as the type of its builder says', () => {
  expect(promised.length).toBeGreaterThan(100)
  const wrong = promised.map(([builder, shown]) => {
    const build = (builders as unknown as { readonly [name: string]: (name: string) => Column })[builder]
    for (const name of ['n', 's', 'ts', 'a', 'm', 'aa', 'b', 'e', 'd', 'v', 'tn']) {
      const found = nameOf(build?.(name) as Column)
      if (found !== undefined) return found === `${shown}(${name})` ? '' : `${builder}: ${found}`
    }
    return `${builder} takes nothing`
  })
  expect(wrong.filter((one) => one !== '')).toEqual([])
})
