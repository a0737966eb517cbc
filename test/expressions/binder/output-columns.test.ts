import { expect, test } from 'vitest'
import type { MillraceError } from '../../../lib/errors.ts'
import { createBinder } from '../../../lib/expressions/binder/create-binder.ts'
import { column } from '../../../lib/expressions/column.ts'
import { col, lit } from '../../../lib/expressions/column-functions.ts'
import type { Expression } from '../../../lib/expressions/expression.ts'
import { builtinFunctions } from '../../../lib/expressions/functions/index.ts'
import { parseExpression } from '../../../lib/expressions/parser/parse-expression.ts'
import { Schema } from '../../../lib/types/schema.ts'
import { doubleType, intType, longType, stringType, structType, timestampType } from '../../../lib/types/types.ts'

const binder = createBinder({ functions: builtinFunctions, ansi: true, zone: 'UTC' })
const commented = { name: 'x', type: intType, nullable: true, metadata: { comment: 'inner' } }
const input = new Schema([
  { name: 'ts', type: timestampType, nullable: true, metadata: { watermarkDelay: 10_000_000n }, qualifier: 'e' },
  { name: 'k', type: stringType, nullable: false, qualifier: 'e' },
  { name: 's', type: structType([commented]), nullable: true, qualifier: 'e' },
])

const field = (item: string | Expression) =>
  binder.bindColumns([typeof item === 'string' ? parseExpression(item) : item], input)[0]?.field

test('a plain reference keeps event time and qualifier, also by another spelling and through a star', () => {
  expect(field('TS')).toEqual({
    name: 'TS',
    type: timestampType,
    nullable: true,
    metadata: { watermarkDelay: 10_000_000n },
    qualifier: 'e',
  })
  expect(binder.bindColumns([parseExpression('*')], input).map((one) => one.field)).toEqual(input.fields)
})

test('an alias keeps event time and loses the qualifier', () => {
  expect(field('ts AS t')).toEqual({
    name: 't',
    type: timestampType,
    nullable: true,
    metadata: { watermarkDelay: 10_000_000n },
  })
})

test('an expression over event time has none', () => {
  for (const text of ['ts + INTERVAL 1 SECOND', 'CAST(ts AS TIMESTAMP) AS t', 'coalesce(ts, ts) AS ts']) {
    expect(field(text)?.metadata).toBeUndefined()
    expect(field(text)?.qualifier).toBeUndefined()
  }
})

test('a field of a struct brings its comment, an alias may bring its own metadata', () => {
  expect(field('s.x')).toMatchObject({ name: 'x', metadata: { comment: 'inner' } })
  expect(field(col('k').alias('key', { metadata: { comment: 'mine' } }).expression)).toMatchObject({
    name: 'key',
    metadata: { comment: 'mine' },
  })
})

test('a value is cast to what an operator wants, or refused by the operator’s name', () => {
  expect(binder.bindAs(lit(1).expression, input, longType, 'limit')).toMatchObject({ kind: 'cast', type: longType })
  expect(binder.bindAs(lit(1.5).expression, input, doubleType, 'fraction')).toMatchObject({ kind: 'literal' })
  try {
    binder.bindAs(column({ kind: 'column', path: ['s'] }).expression, input, longType, 'limit')
    expect.unreachable()
  } catch (error) {
    expect((error as MillraceError).condition).toBe('DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE')
    expect((error as MillraceError).message).toContain('The limit requires the "BIGINT" type, however "s" has the type')
  }
})

test('names that mean something to JavaScript are names like any other', () => {
  const names = ['__proto__', 'constructor', 'toString', 'a`b', "a'b", 'a\nb', '$' + '{x}']
  const odd = new Schema(names.map((name) => ({ name, type: intType, nullable: true })))
  const bound = binder.bindColumns(
    names.map((name): Expression => ({ kind: 'column', path: [name] })),
    odd,
  )
  expect(bound.map((one) => [one.field.name, one.value.kind === 'input' ? one.value.index : -1])).toEqual(
    names.map((name, at) => [name, at]),
  )
})
