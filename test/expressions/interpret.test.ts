import { expect, test } from 'vitest'
import { MillraceError } from '../../lib/errors.ts'
import { createBinder } from '../../lib/expressions/binder/create-binder.ts'
import type { Expression } from '../../lib/expressions/expression.ts'
import { functionRegistry } from '../../lib/expressions/function-registry.ts'
import { interpreter } from '../../lib/expressions/interpret.ts'
import { parseExpression } from '../../lib/expressions/parser/parse-expression.ts'
import type { ScalarFunction } from '../../lib/expressions/scalar-function.ts'
import type { SqlValue } from '../../lib/types/data-type.ts'
import { parseSchema } from '../../lib/types/ddl/ddl.ts'
import { arrayType, intType } from '../../lib/types/types.ts'

const whole = { type: intType, nullable: true }
let evaluated: string[] = []

/** Notes that it was evaluated. */
const note: ScalarFunction = {
  name: 'note',
  summary: 'Its argument.',
  bind: (args) => ({ args, type: args[0]?.type ?? intType, nullable: true }),
  evaluate([value]) {
    evaluated.push(String(value))
    return value as SqlValue
  },
}

const first: ScalarFunction = {
  name: 'first_known',
  summary: 'The first argument that is not null.',
  lazy: true,
  nulls: 'custom',
  bind: (args) => ({ args, ...whole }),
  evaluate(args) {
    for (const arg of args as readonly (() => SqlValue)[]) {
      const value = arg()
      if (value !== null) return value
    }
    return null
  },
}

const each: ScalarFunction = {
  name: 'each',
  summary: 'A function applied to every element.',
  bind(args, context) {
    const lambda = context.lambda(1, [whole])
    return { args: [args[0] as never, lambda], type: arrayType(lambda.type), nullable: true }
  },
  evaluate: ([array, f]) => (array as readonly SqlValue[]).map(f as (value: SqlValue) => SqlValue),
}

const plus: ScalarFunction = {
  name: '+',
  summary: 'A sum.',
  bind: (args) => ({ args, ...whole }),
  evaluate: ([a, b]) => (a as number) + (b as number),
}

const functions = functionRegistry([note, first, each, plus])
const schema = parseSchema('a INT, ar ARRAY<INT>, m MAP<STRING, INT>, st STRUCT<x: INT, y: ARRAY<STRUCT<z: INT>>>')

function evaluate(expression: string | Expression, row: readonly SqlValue[], ansi = true): SqlValue {
  evaluated = []
  const binder = createBinder({ functions, ansi, zone: 'UTC' })
  const bound = binder.bind(typeof expression === 'string' ? parseExpression(expression) : expression, schema)
  const evaluation = { batchTime: 0n, epoch: 0, queryId: '', zone: 'UTC', ansi, functions: udfs }
  return interpreter(bound, { functions, evaluation })(row)
}

const udfs = new Map([
  [
    'u1',
    () =>
      (...args: readonly SqlValue[]) =>
        args.length + (args[0] === null ? 100 : 0),
  ],
])

function condition(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof MillraceError) return error.condition
    throw error
  }
  return 'nothing'
}

test('arguments after a null are not evaluated, and the result is null', () => {
  expect(evaluate('note(a) + note(1)', [null])).toBe(null)
  expect(evaluated).toEqual([])
  expect(evaluate('note(a) + note(1)', [2])).toBe(3)
  expect(evaluated).toEqual(['2', '1'])
})

test('lazy functions evaluate only what they ask for', () => {
  expect(evaluate('first_known(note(a), note(5), note(6))', [null])).toBe(5)
  expect(evaluated).toEqual(['5'])
})

test('lambdas see their parameters, the variables around them, and the row', () => {
  expect(evaluate('each(ar, x -> x + a)', [10, [1, 2]])).toEqual([11, 12])
  expect(evaluate('each(ar, x -> each(ar, y -> x + y))', [0, [1, 2]])).toEqual([
    [2, 3],
    [3, 4],
  ])
  expect(evaluate('each(ar, a -> a + a)', [10, [1, 2]])).toEqual([2, 4])
  expect(evaluate('each(ar, x -> x + 1)', [10, null])).toBe(null)
})

test('elements, values and fields are taken out as Spark does', () => {
  const row = [1, [7, 8], [['k', 5]], [3, [[4], null]]] as const
  expect(evaluate('ar[a]', row)).toBe(8)
  expect(evaluate("m['k']", row)).toBe(5)
  expect(evaluate("m['none']", row)).toBe(null)
  expect(evaluate('m.k', row)).toBe(5)
  expect(evaluate('st.x', row)).toBe(3)
  expect(evaluate('st.y.z', row)).toEqual([4, null])
  expect(evaluate('st.x', [1, null, null, null])).toBe(null)
})

test('a position outside of an array raises with ANSI and is null without', () => {
  expect(condition(() => evaluate('ar[2]', [0, [1, 2]]))).toBe('INVALID_ARRAY_INDEX')
  expect(condition(() => evaluate('ar[-1]', [0, [1, 2]]))).toBe('INVALID_ARRAY_INDEX')
  expect(evaluate('ar[2]', [0, [1, 2]], false)).toBe(null)
})

test('casts raise, give null, or wrap by their mode', () => {
  expect(condition(() => evaluate("CAST('x' AS INT) + 1", []))).toBe('CAST_INVALID_INPUT')
  expect(evaluate("TRY_CAST('x' AS INT)", [])).toBe(null)
  expect(evaluate("CAST('x' AS INT)", [], false)).toBe(null)
})

test('users’ functions are called with internal values, nulls too', () => {
  const udf = (id: string): Expression => ({
    kind: 'udf',
    id,
    name: 'f',
    args: [{ kind: 'column', path: ['a'] }],
    takes: undefined,
    gives: intType,
    deterministic: true,
  })
  expect(evaluate(udf('u1'), [null])).toBe(101)
  expect(condition(() => evaluate(udf('gone'), [1]))).toBe('MILLRACE_UNKNOWN_FUNCTION_ID')
})
