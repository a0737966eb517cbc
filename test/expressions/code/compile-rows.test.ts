import { describe, expect, test } from 'vitest'
import { vectorOf } from '../../../lib/columnar/builder.ts'
import { ByteDictionary } from '../../../lib/columnar/byte-dictionary.ts'
import { PoisoningPool } from '../../../lib/columnar/poisoning-pool.ts'
import { RecordBatch } from '../../../lib/columnar/record-batch.ts'
import { rowsOf } from '../../../lib/columnar/values.ts'
import type { DictionaryVector, Vector } from '../../../lib/columnar/vector.ts'
import { compileRows } from '../../../lib/expressions/code/compile-rows.ts'
import type { Evaluation } from '../../../lib/expressions/evaluation.ts'
import { structField } from '../../../lib/expressions/extract/extractions.ts'
import type { RowStep } from '../../../lib/expressions/row-step.ts'
import type { ScalarFunction } from '../../../lib/expressions/scalar-function.ts'
import type { DataType, SqlValue } from '../../../lib/types/data-type.ts'
import { Schema } from '../../../lib/types/schema.ts'
import {
  arrayType,
  booleanType,
  doubleType,
  field,
  intType,
  longType,
  stringType,
  structType,
} from '../../../lib/types/types.ts'
import { call, input, literal } from './bounds.ts'
import { definitions } from './definitions.ts'

const evaluation: Evaluation = {
  batchTime: 0n,
  epoch: 0,
  queryId: 'q',
  zone: 'UTC',
  ansi: true,
  functions: new Map([
    [
      'udf1',
      () =>
        (...args: readonly SqlValue[]) =>
          `<${args.join('|')}>`,
    ],
  ]),
}

function schemaOf(types: readonly DataType[]): Schema {
  return new Schema(types.map((type, at) => field(`c${at}`, type)))
}

function dictionaryVector(values: readonly (string | null)[]): DictionaryVector {
  const dictionary = new ByteDictionary()
  const codes = Int32Array.from(values, (value) => (value === null ? -1 : dictionary.lookupText(value)))
  const nulls = values.includes(null) ? Uint8Array.from(values, (value) => (value === null ? 1 : 0)) : undefined
  return { type: stringType, layout: 'dictionary', length: values.length, nulls, codes, dictionary }
}

function run(
  steps: readonly RowStep[],
  columns: readonly Vector[],
  selection?: readonly number[],
  pool = new PoisoningPool(),
) {
  const types = columns.map((column) => column.type)
  const length = columns[0]?.length ?? 0
  const batch = new RecordBatch(
    schemaOf(types),
    columns,
    length,
    selection ? { selection: Int32Array.from(selection) } : {},
  )
  let out = schemaOf(types)
  for (const step of steps) if ('project' in step) out = new Schema(step.project.map((one) => one.field))
  const rows = compileRows(steps, batch.schema, out, { functions: definitions, evaluation, pool })
  const results = [rows(batch), rows(batch)].map((result) => {
    const values = result ? rowsOf(result) : []
    result?.release()
    return values
  })
  expect(results[1]).toEqual(results[0])
  expect(pool.retainedBytes).toBe(0)
  return results[0]
}

const project = (...values: readonly Parameters<typeof call>[2][]): RowStep => ({
  project: values.map((value, at) => ({ field: field(`p${at}`, value.type), value })),
})
const a = input(0, longType)
const i = input(0, intType)
const s = input(0, stringType)
const one = literal(1n, longType)

describe('compiled row steps', () => {
  test('a filter keeps true rows, not false and not null ones, and shares the columns', () => {
    const values = vectorOf(longType, [5n, null, -3n, 8n])
    const batch = new RecordBatch(schemaOf([longType]), [values], 4)
    const pool = new PoisoningPool()
    const condition = call('<', booleanType, literal(0n, longType), a)
    const rows = compileRows([{ filter: condition }], batch.schema, batch.schema, {
      functions: definitions,
      evaluation,
      pool,
    })
    const result = rows(batch)
    expect(result?.columns[0]).toBe(values)
    expect(result?.parent).toBe(batch)
    expect(result && rowsOf(result)).toEqual([[5n], [8n]])
  })

  test('no row left gives undefined and nothing borrowed', () => {
    expect(run([{ filter: literal(false, booleanType) }], [vectorOf(longType, [1n])])).toEqual([])
  })

  test('a projection after a filter is not evaluated for dropped rows', () => {
    const steps: RowStep[] = [
      { filter: call('<', booleanType, literal(0, intType), i) },
      project(call('div', intType, literal(12, intType), i)),
    ]
    expect(run(steps, [vectorOf(intType, [0, 3, 0, 4, null])])).toEqual([[4], [3]])
  })

  test('a raised error passes and gives everything back', () => {
    const pool = new PoisoningPool()
    const steps = [
      project(call('div', intType, literal(1, intType), i), i, call('upper', stringType, literal('x', stringType))),
    ]
    expect(() => run(steps, [vectorOf(intType, [1, 0])], undefined, pool)).toThrow('Division by zero')
    expect(pool.retainedBytes).toBe(0)
  })

  test('the second argument is not evaluated when the first is null', () => {
    const broken = call('div', intType, i, literal(0, intType))
    expect(run([project(call('<', booleanType, literal(null, intType), broken), i)], [vectorOf(intType, [1])])).toEqual(
      [[null, 1]],
    )
  })

  test('AND and OR are three-valued and stop where they are decided', () => {
    const types = [booleanType, booleanType]
    const all = [true, false, null]
    const pairs = all.flatMap((x) => all.map((y) => [x, y] as const))
    const columns = types.map((type, at) =>
      vectorOf(
        type,
        pairs.map((pair) => pair[at] ?? null),
      ),
    )
    const [x, y] = [input(0, booleanType), input(1, booleanType)]
    const and = [true, false, null, false, false, false, null, false, null]
    const or = [true, true, true, true, false, null, true, null, null]
    expect(run([project(call('and', booleanType, x, y), call('or', booleanType, x, y))], columns)).toEqual(
      and.map((value, at) => [value, or[at]]),
    )
    const raises = call(
      '<',
      booleanType,
      call('div', intType, literal(1, intType), literal(0, intType)),
      literal(1, intType),
    )
    const no = vectorOf(booleanType, [false])
    expect(run([project(call('and', booleanType, x, raises))], [no])).toEqual([[false]])
  })

  test('CASE WHEN and coalesce evaluate one branch', () => {
    const safe = call(
      'when',
      intType,
      call('<', booleanType, literal(0, intType), i),
      call('div', intType, literal(6, intType), i),
      i,
    )
    expect(run([project(safe)], [vectorOf(intType, [2, 0, null, 3])])).toEqual([[3], [0], [null], [2]])
    const text = call('coalesce', stringType, s, literal('none', stringType))
    expect(run([project(text)], [vectorOf(stringType, ['a', null])])).toEqual([['a'], ['none']])
    expect(run([project(text)], [dictionaryVector(['a', null, 'a'])])).toEqual([['a'], ['none'], ['a']])
  })

  test('a lazy function without a form of its own gets thunks', () => {
    const value = call('second_unless_null', intType, i, call('div', intType, literal(8, intType), i))
    expect(run([project(value)], [vectorOf(intType, [null, 4, 2])])).toEqual([[null], [2], [4]])
  })

  test('results stand at the rows of shared columns under a selection, end to end without any', () => {
    const sum = call('+', longType, a, one)
    expect(run([project(a, sum)], [vectorOf(longType, [1n, 2n, null, 4n])], [1, 2, 3])).toEqual([
      [2n, 3n],
      [null, null],
      [4n, 5n],
    ])
    expect(run([project(sum)], [vectorOf(longType, [1n, 2n, null, 4n])], [1, 2, 3])).toEqual([[3n], [null], [5n]])
    expect(run([project(one)], [vectorOf(longType, [1n, 2n, null, 4n])], [1, 3])).toEqual([[1n], [1n]])
  })

  test('an overflow that only a null row would show is no overflow', () => {
    const columns = [vectorOf(longType, [null, 1n]), vectorOf(longType, [2n ** 63n - 1n, 1n])]
    ;(columns[0] as Vector & { layout: 'int64' }).values[0] = 5n
    expect(run([project(call('+', longType, a, input(1, longType)))], columns)).toEqual([[null], [2n]])
  })

  test('a function may give null for a value', () => {
    const value = call('finite', doubleType, input(0, doubleType))
    expect(run([project(value)], [vectorOf(doubleType, [1.5, Number.NaN, null])])).toEqual([[1.5], [null], [null]])
  })

  test('nested values, lambdas over them and over the row', () => {
    const list = call('array', arrayType(longType), a, one)
    const x: Parameters<typeof call>[2] = { kind: 'lambdaVariable', id: 7, name: 'x', type: longType, nullable: true }
    const body = call('+', longType, x, a)
    const lambda: Parameters<typeof call>[2] = { kind: 'lambda', parameters: [7], body, type: longType, nullable: true }
    const inner: Parameters<typeof call>[2] = {
      ...lambda,
      parameters: [8],
      body: call('+', longType, x, { ...x, id: 8 }),
    }
    const nested = { ...lambda, body: call('transform', arrayType(longType), list, inner) }
    const values = [vectorOf(longType, [1n, null, 10n])]
    expect(run([project(list, call('transform', arrayType(longType), list, lambda))], values)).toEqual([
      [
        [1n, 1n],
        [2n, 2n],
      ],
      [
        [null, 1n],
        [null, null],
      ],
      [
        [10n, 1n],
        [20n, 11n],
      ],
    ])
    expect(
      run([project(call('transform', arrayType(arrayType(longType)), list, nested))], [vectorOf(longType, [3n])]),
    ).toEqual([
      [
        [
          [6n, 4n],
          [4n, 2n],
        ],
      ],
    ])
  })

  test('a field of a struct column is read, filtered and handed on as the column it is', () => {
    const inner = structType([field('y', stringType)])
    const type = structType([field('x', longType), field('in', inner)])
    const rows = [[1n, ['a']], null, [null, ['b']], [4n, null], [5n, ['c']]]
    const part = (base: Parameters<typeof call>[2], position: number, of: DataType): Parameters<typeof call>[2] =>
      ({ ...call(structField.name, of, base), data: { position } }) as Parameters<typeof call>[2]
    const x = part(input(0, type), 0, longType)
    const y = part(part(input(0, type), 1, inner), 0, stringType)
    const sum = call('+', longType, x, one)
    expect(run([project(x, y, sum)], [vectorOf(type, rows)])).toEqual([
      [1n, 'a', 2n],
      [null, null, null],
      [null, 'b', null],
      [4n, null, 5n],
      [5n, 'c', 6n],
    ])
    const column = vectorOf(type, [
      [1n, ['a']],
      [2n, ['b']],
    ]) as Vector & { layout: 'struct' }
    const batch = new RecordBatch(schemaOf([type]), [column], 2)
    const context = { functions: definitions, evaluation, pool: new PoisoningPool() }
    const steps = [{ filter: call('<', booleanType, one, x) }, project(x)]
    const result = compileRows(steps, batch.schema, schemaOf([longType]), context)(batch)
    expect(result && rowsOf(result)).toEqual([[2n]])
    expect(result?.columns[0]).toBe(column.children[0])
  })

  test('a struct that is put together is stored by its fields, which may raise only for rows that are left', () => {
    const inner = structType([field('x', intType)])
    const type = structType([field('n', inner), field('s', stringType)])
    const name = (text: string) => literal(text, stringType)
    const quotient = call('div', intType, literal(6, intType), i)
    const nested = call('named_struct', inner, name('x'), quotient)
    const whole = call('named_struct', type, name('n'), nested, name('s'), literal('t', stringType))
    const part = (base: Parameters<typeof call>[2], of: DataType): Parameters<typeof call>[2] =>
      ({ ...call(structField.name, of, base), data: { position: 0 } }) as Parameters<typeof call>[2]
    const x = part(part(input(0, type), inner), intType)
    const steps = [
      { filter: call('<', booleanType, literal(0, intType), i) },
      project(whole),
      { filter: call('<', booleanType, literal(1, intType), x) },
      project(input(0, type), x),
    ]
    expect(run(steps, [vectorOf(intType, [0, 1, 2, null, 6])])).toEqual([
      [[[6], 't'], 6],
      [[[3], 't'], 3],
    ])
  })

  test('what is not deterministic runs once for every row that reaches its step, in order', () => {
    let calls = 0
    const next = {
      ...(definitions.get('isnull') as ScalarFunction),
      deterministic: false,
      evaluate: () => BigInt(calls++),
    }
    const { emit: _, ...impure } = next
    const functions = new Map(definitions).set('next', impure)
    const value = { ...call('next', longType), ordinal: 0 } as Parameters<typeof call>[2]
    const steps: RowStep[] = [
      { filter: call('<', booleanType, literal(0, intType), i) },
      project(i, value),
      { filter: call('<', booleanType, literal(1, intType), i) },
      project(input(1, longType), input(1, longType)),
    ]
    const schema = schemaOf([intType])
    const rows = compileRows(steps, schema, schemaOf([longType, longType]), {
      functions,
      evaluation,
      pool: new PoisoningPool(),
    })
    const result = rows(new RecordBatch(schema, [vectorOf(intType, [1, 0, 2, 1, 5])], 5))
    expect(result && rowsOf(result)).toEqual([
      [1n, 1n],
      [3n, 3n],
    ])
    expect(calls).toBe(4)
  })

  test('what is retained stays readable and is given back once', () => {
    const pool = new PoisoningPool()
    const value = call('upper', stringType, s)
    const input_ = schemaOf([stringType])
    const steps: RowStep[] = [{ filter: call('<', booleanType, literal('a', stringType), s) }, project(value, s)]
    const rows = compileRows(steps, input_, schemaOf([stringType, stringType]), {
      functions: definitions,
      evaluation,
      pool,
    })
    const first = rows(new RecordBatch(input_, [vectorOf(stringType, ['x', 'a', null, 'yy'])], 4)) as RecordBatch
    first.retain('test')
    first.release()
    const second = rows(new RecordBatch(input_, [vectorOf(stringType, ['b', 'c', 'a', 'd'])], 4)) as RecordBatch
    expect(rowsOf(second)).toEqual([
      ['B', 'b'],
      ['C', 'c'],
      ['D', 'd'],
    ])
    second.release()
    expect(rowsOf(first)).toEqual([
      ['X', 'x'],
      ['YY', 'yy'],
    ])
    expect(pool.owners).toEqual(['test'])
    first.release('test')
    expect(pool.retainedBytes).toBe(0)
    expect(() => first.release('test')).toThrow()
  })

  test("users' functions see nulls", () => {
    const udf: Parameters<typeof call>[2] = {
      kind: 'udf',
      id: 'udf1',
      name: 'f',
      args: [s, one],
      deterministic: true,
      type: stringType,
      nullable: true,
    }
    expect(run([project(udf)], [vectorOf(stringType, ['x', null])])).toEqual([['<x|1>'], ['<|1>']])
  })

  test('an expression over a dictionary column is evaluated once per entry, and only for entries that rows have', () => {
    let calls = 0
    const upper = definitions.get('upper')
    if (!upper) throw new Error('upper')
    const counting = new Map(definitions).set('upper', {
      ...upper,
      evaluate: ([text]: readonly unknown[]) => {
        calls++
        if (text === 'never') throw new Error('evaluated')
        return (text as string).toUpperCase()
      },
    })
    const column = dictionaryVector(['never', 'a', null, 'b', 'a', 'a'])
    const batch = new RecordBatch(schemaOf([stringType]), [column], 6, { selection: Int32Array.of(1, 2, 3, 4, 5) })
    const out = schemaOf([stringType, intType])
    const value = call('upper', stringType, s)
    const rows = compileRows([project(value, call('length', intType, value))], batch.schema, out, {
      functions: counting,
      evaluation,
      pool: new PoisoningPool(),
    })
    for (let round = 0; round < 3; round++) {
      const result = rows(batch)
      expect(result && rowsOf(result)).toEqual([
        ['A', 1],
        [null, null],
        ['B', 1],
        ['A', 1],
        ['A', 1],
      ])
      result?.release()
    }
    expect(calls).toBeLessThanOrEqual(4)
  })

  test('hostile names and literals stay data', () => {
    const hostile = [
      '"; throw 1; //',
      '\u2028`+process.exit(1)+`',
      '__proto__',
      "\\'",
      'constructor',
      '\ud800',
      '</script>',
    ]
    const columns = [vectorOf(stringType, hostile)]
    for (const text of hostile) {
      const steps: RowStep[] = [
        { filter: call('=', booleanType, { ...s, name: text } as typeof s, literal(text, stringType)) },
        {
          project: [
            { field: field(text, stringType), value: call('concat', stringType, s, literal(text, stringType)) },
          ],
        },
      ]
      const known = text.replace('\ud800', '\ufffd')
      const result = run(steps, columns)
      if (text !== '\ud800') expect(result).toEqual([[known + text]])
    }
  })

  test('a chain of columns in branches does not make the code explode', () => {
    const steps: RowStep[] = []
    for (let at = 0; at < 40; at++) {
      steps.push(project(call('when', intType, call('<', booleanType, input(0, intType), literal(at, intType)), i, i)))
    }
    expect(run(steps, [vectorOf(intType, [3])])).toEqual([[3]])
  })
})
