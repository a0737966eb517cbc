import { describe, expect, test } from 'vitest'
import { MillraceError } from '../../../lib/errors.ts'
import {
  parseColumnName,
  parseExpression,
  parseSortExpression,
} from '../../../lib/expressions/parser/parse-expression.ts'
import { recorded } from '../recorded.ts'

function thrown(run: () => unknown): MillraceError {
  try {
    run()
  } catch (error) {
    if (error instanceof MillraceError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

describe('what Spark refuses to parse is refused with its words', () => {
  for (const { text, parseError } of recorded.cases) {
    if (!parseError) continue
    test(JSON.stringify(text), () => {
      const error = thrown(() => parseExpression(text))
      expect(error.condition).toBe(parseError.condition)
      expect(error.message.trimEnd()).toBe(parseError.message.trimEnd())
    })
  }
})

describe('what Spark parses is parsed', () => {
  for (const { text, parseError } of recorded.cases) {
    if (parseError || text === ':p' || text === '?') continue
    test(JSON.stringify(text), () => {
      expect(parseExpression(text)).toBeTypeOf('object')
    })
  }
})

const call = (name: string, ...args: readonly unknown[]) => expect.objectContaining({ kind: 'call', name, args })
const column = (...path: readonly string[]) => ({ kind: 'column', path })
const int = (value: number) => ({ kind: 'literal', value, type: { kind: 'int' } })

test('shifts, nested types and comparisons share their brackets', () => {
  expect(parseExpression('a >>> 1 > CAST(x AS ARRAY<ARRAY<INT>>)')).toEqual(
    call('>', call('>>>', column('a'), int(1)), expect.objectContaining({ kind: 'cast' })),
  )
  expect(parseExpression('a > > b'.replace('> >', '>'))).toEqual(call('>', column('a'), column('b')))
  expect(thrown(() => parseExpression('a > > b')).message).toContain("near '>'")
})

test('a minus in front of a number belongs to it, elsewhere it is an operator', () => {
  expect(parseExpression('-1')).toEqual(int(-1))
  expect(parseExpression('a -1')).toEqual(call('-', column('a'), int(1)))
  expect(parseExpression('-a')).toEqual(call('negative', column('a')))
})

test('lambdas take one parameter or several', () => {
  expect(parseExpression('transform(a, x -> x)')).toEqual(
    call('transform', column('a'), { kind: 'lambda', parameters: ['x'], body: column('x') }),
  )
  expect(parseExpression('f((x, y) -> x)')).toEqual(
    call('f', { kind: 'lambda', parameters: ['x', 'y'], body: column('x') }),
  )
})

test('named arguments, FILTER, WITHIN GROUP and OVER are kept', () => {
  expect(parseExpression('f(1, b => 2)')).toMatchObject({ argumentNames: [undefined, 'b'], args: [int(1), int(2)] })
  expect(parseExpression('sum(a) FILTER (WHERE b)')).toMatchObject({ filter: column('b') })
  expect(parseExpression('listagg(a) WITHIN GROUP (ORDER BY b DESC)')).toMatchObject({
    withinGroup: [{ kind: 'sort', input: column('b'), ascending: false, nullsFirst: false }],
  })
  expect(parseExpression('rank() OVER (PARTITION BY f(a) ORDER BY b)')).toMatchObject({
    kind: 'over',
    window: { partitionBy: [call('f', column('a'))], orderBy: [{ kind: 'sort', input: column('b') }] },
  })
})

test('queries inside expressions are kept as text', () => {
  expect(parseExpression('a IN (SELECT f(b) FROM t)')).toEqual({
    kind: 'subquery',
    form: 'in',
    args: [column('a')],
    text: 'SELECT f(b) FROM t',
    start: 6,
  })
  expect(parseExpression('exists(select 1)')).toMatchObject({ kind: 'subquery', form: 'exists' })
  expect(parseExpression('exists(a, x -> x)')).toMatchObject({ kind: 'call', name: 'exists' })
})

test('stars may have targets and exceptions', () => {
  expect(parseExpression('t.s.*')).toEqual({ kind: 'star', target: ['t', 's'] })
  expect(parseExpression('* EXCEPT (a, s.b)')).toEqual({ kind: 'star', target: undefined, except: [['a'], ['s', 'b']] })
})

test('sort items put nulls first when ascending and last when descending', () => {
  expect(parseSortExpression('a')).toMatchObject({ ascending: true, nullsFirst: true })
  expect(parseSortExpression('a desc')).toMatchObject({ ascending: false, nullsFirst: false })
  expect(parseSortExpression('a desc nulls first')).toMatchObject({ ascending: false, nullsFirst: true })
})

test('literals have the types Spark gives them', () => {
  const literal = (text: string) => {
    const made = parseExpression(text)
    if (made.kind !== 'literal') throw new Error(`${text} is a ${made.kind}`)
    return [made.type.kind, made.value]
  }
  expect(literal('1.50')).toEqual(['decimal', 150n])
  expect(literal('1e3')).toEqual(['double', 1000])
  expect(literal('9223372036854775807')).toEqual(['long', 9223372036854775807n])
  expect(literal("DATE '1969-12-31'")).toEqual(['date', -1])
  expect(literal("TIMESTAMP '1970-01-01 01:00:00+01:00'")).toEqual(['timestamp', 0n])
  expect(literal("TIMESTAMP_NTZ '1970-01-02'")).toEqual(['timestamp_ntz', 86_400_000_000n])
  expect(literal("INTERVAL -'1 02:03:04.5' DAY TO SECOND")).toEqual(['day_time_interval', -93_784_500_000n])
  expect(literal("INTERVAL '1-2' YEAR TO MONTH")).toEqual(['year_month_interval', 14])
  expect(literal("X'1A2B'")).toEqual(['binary', Uint8Array.of(0x1a, 0x2b)])
  expect(literal("'a' \"b\" r'\\n'")).toEqual(['string', 'ab\\n'])
})

test('a name ends where its quotes do, and quotes come in pairs', () => {
  expect(parseColumnName('a.`b.c`.d')).toEqual(['a', 'b.c', 'd'])
  expect(parseColumnName('`a``b`')).toEqual(['a`b'])
  for (const name of ['a..b', '`a', 'a.', '', '`a`b']) {
    expect(thrown(() => parseColumnName(name)).condition).toBe('INVALID_ATTRIBUTE_NAME_SYNTAX')
  }
})

test('nesting beyond the limit is an error, not a crash', () => {
  for (const text of [
    '('.repeat(9000),
    `${'-'.repeat(9001).replaceAll('-', '- ')}a`,
    `${'NOT '.repeat(9000)}a`,
    'f('.repeat(9000),
  ]) {
    expect(thrown(() => parseExpression(text)).condition).toBe('MILLRACE_NESTING_TOO_DEEP')
  }
})

test('nulls that shall be kept are not left out in silence', () => {
  expect(() => parseExpression('collect_list(a) RESPECT NULLS')).toThrow(/collect_list\(…\) RESPECT NULLS/)
  expect(parseExpression('first(a) RESPECT NULLS')).toEqual(parseExpression('first(a)'))
})
