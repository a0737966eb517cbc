import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { vectorOf } from '../../../lib/columnar/builder.ts'
import { ByteDictionary } from '../../../lib/columnar/byte-dictionary.ts'
import { PoisoningPool } from '../../../lib/columnar/poisoning-pool.ts'
import { RecordBatch } from '../../../lib/columnar/record-batch.ts'
import { rowAt, rowsOf } from '../../../lib/columnar/values.ts'
import type { Vector } from '../../../lib/columnar/vector.ts'
import { MillraceError } from '../../../lib/errors.ts'
import { createBinder } from '../../../lib/expressions/binder/create-binder.ts'
import type { Bound } from '../../../lib/expressions/bound.ts'
import { call, intLiteral, literalOf, textLiteral } from '../../../lib/expressions/build.ts'
import { compileRows } from '../../../lib/expressions/code/compile-rows.ts'
import type { Evaluation } from '../../../lib/expressions/evaluation.ts'
import type { Expression } from '../../../lib/expressions/expression.ts'
import { builtinFunctions } from '../../../lib/expressions/functions/index.ts'
import { interpreter } from '../../../lib/expressions/interpret.ts'
import type { RowStep } from '../../../lib/expressions/row-step.ts'
import type { DataType, SqlValue } from '../../../lib/types/data-type.ts'
import { Schema } from '../../../lib/types/schema.ts'
import * as types from '../../../lib/types/types.ts'

/** Columns of the input: name, type, values. */
const columns: readonly (readonly [string, DataType, fc.Arbitrary<SqlValue>])[] = [
  ['b', types.booleanType, fc.boolean()],
  ['y', types.byteType, fc.integer({ min: -128, max: 127 })],
  ['i', types.intType, fc.oneof(fc.integer({ min: -3, max: 3 }), fc.integer())],
  ['j', types.intType, fc.integer({ min: -2, max: 2 })],
  [
    'l',
    types.longType,
    fc.oneof(fc.bigInt({ min: -3n, max: 3n }), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
  ],
  ['d', types.doubleType, fc.oneof(fc.double(), fc.constantFrom(0, -0, 1.5, -2.5, 1e10))],
  ['f', types.floatType, fc.float()],
  ['p', types.decimalType(10, 2), fc.bigInt({ min: -9_999_999_999n, max: 9_999_999_999n })],
  ['w', types.decimalType(30, 4), fc.bigInt({ min: -(10n ** 30n) + 1n, max: 10n ** 30n - 1n })],
  [
    's',
    types.stringType,
    fc.oneof(fc.constantFrom('', 'a', 'b', '1', '-2', 'true'), fc.string({ unit: 'grapheme', maxLength: 8 })),
  ],
  ['t', types.stringType, fc.constantFrom('', 'a', 'Äß', '12', 'x y', '__proto__')],
  ['e', types.dateType, fc.integer({ min: -800_000, max: 2_900_000 })],
  ['m', types.timestampType, fc.bigInt({ min: -62_135_596_800_000_000n, max: 253_402_300_799_999_999n })],
]
const schema = new Schema(columns.map(([name, type]) => types.field(name, type)))

const column = (...names: readonly string[]): fc.Arbitrary<Expression> =>
  fc.constantFrom(...names).map((name): Expression => ({ kind: 'column', path: [name] }))
const castTo = (input: fc.Arbitrary<Expression>, ...targets: readonly DataType[]): fc.Arbitrary<Expression> =>
  fc
    .tuple(input, fc.constantFrom(...targets), fc.constantFrom('cast' as const, 'try_cast' as const))
    .map(([value, type, mode]): Expression => ({ kind: 'cast', input: value, type, mode }))
const calls = (names: readonly string[], ...args: readonly fc.Arbitrary<Expression>[]): fc.Arbitrary<Expression> =>
  fc.tuple(fc.constantFrom(...names), fc.tuple(...args)).map(([name, given]) => call(name, ...given))
const nulls = (type: DataType) => fc.constant(literalOf(null, type))

const patterns = fc.constantFrom('a%', '%a', '%a%', 'a', '%', '', '%%', '_a', 'Ä.', '[a-z]').map(textLiteral)
const moments = fc.oneof(
  column('m'),
  castTo(column('e'), types.timestampType),
  calls(['date_trunc'], fc.constantFrom('hour', 'minute', 'SECOND', 'day', 'month', 'x').map(textLiteral), column('m')),
)
const durations = fc
  .constantFrom(0n, 1n, -1n, 86_400_000_000n, -3_600_000_000n, 2n ** 62n)
  .map((value) => literalOf(value, types.dayTimeIntervalType(0, 3)))

const { flag, number, text } = fc.letrec<{ flag: Expression; number: Expression; text: Expression }>((tie) => {
  const [flags, numbers, texts] = [tie('flag'), tie('number'), tie('text')]
  const branches = (value: fc.Arbitrary<Expression>) => [
    calls(['when'], flags, value),
    calls(['when'], flags, value, flags, value, value),
    calls(['if'], flags, value, value),
    calls(['coalesce'], value, value),
    calls(['nullif'], value, value),
  ]
  const depth = { maxDepth: 4, depthSize: 'small' as const }
  return {
    flag: fc.oneof(
      depth,
      column('b'),
      fc.boolean().map((value) => literalOf(value, types.booleanType)),
      calls(['=', '<', '<=', '>', '>=', '<=>', '!='], numbers, numbers),
      calls(['=', '<', '>=', '<=>', 'like', 'contains'], texts, texts),
      calls(['like', 'rlike'], texts, patterns),
      calls(['and', 'or'], flags, flags),
      calls(['not'], flags),
      calls(['isnull', 'isnotnull'], fc.oneof(numbers, texts, flags)),
      calls(['in'], numbers, numbers, numbers),
      calls(['between'], numbers, numbers, numbers),
      nulls(types.booleanType),
      ...branches(flags),
    ),
    number: fc.oneof(
      depth,
      column('y', 'i', 'j', 'l', 'd', 'f', 'p', 'w'),
      fc.integer({ min: -5, max: 5 }).map(intLiteral),
      fc.bigInt({ min: -5n, max: 5n }).map((value) => literalOf(value, types.longType)),
      fc.double().map((value) => literalOf(value, types.doubleType)),
      calls(
        ['+', '-', '*', '/', '%', 'div', 'try_add', 'try_subtract', 'try_multiply', 'try_divide', 'pmod'],
        numbers,
        numbers,
      ),
      calls(['negative', 'abs'], numbers),
      calls(['&', '|', '^'], numbers, numbers),
      calls(['greatest', 'least'], numbers, numbers),
      calls(['length', 'ascii'], texts),
      calls(['instr'], texts, texts),
      calls(['round', 'bround'], numbers, fc.integer({ min: -3, max: 12 }).map(intLiteral)),
      calls(['round', 'bround', 'floor', 'ceil'], numbers),
      castTo(numbers, types.intType, types.longType, types.doubleType, types.shortType, types.decimalType(12, 3)),
      castTo(texts, types.intType, types.longType, types.doubleType),
      nulls(types.longType),
      ...branches(numbers),
    ),
    text: fc.oneof(
      depth,
      column('s', 't'),
      fc.constantFrom('', 'a', "'", '"', '\\', '`+x+`', '__proto__', '\u2028', 'ä').map(textLiteral),
      calls(['concat'], texts, texts),
      calls(['upper', 'lower', 'trim', 'ltrim', 'rtrim', 'reverse'], texts),
      calls(['replace'], texts, texts, texts),
      calls(['replace'], texts, texts),
      calls(['left', 'right'], texts, column('j')),
      calls(['substring'], texts, column('j'), column('j')),
      castTo(fc.oneof(numbers, flags, column('e', 'm')), types.stringType),
      nulls(types.stringType),
      ...branches(texts),
    ),
  }
})
const times = fc.oneof(
  moments,
  calls(['+', '-'], moments, durations),
  castTo(column('e'), types.timestampType, types.timestampNtzType, types.dateType),
  castTo(column('m'), types.dateType, types.timestampNtzType, types.longType, types.doubleType),
)
const plain = fc.oneof(flag, number, text, times)
const pairOf = (value: fc.Arbitrary<Expression>, other: fc.Arbitrary<Expression>) =>
  calls(['named_struct'], fc.constant(textLiteral('a')), value, fc.constant(textLiteral('__proto__')), other)
const struct = fc.oneof(pairOf(plain, plain), pairOf(pairOf(plain, plain), plain))
/** Nothing in it raises: of a struct that is only read by field, generated code evaluates that field, as Spark does. */
const harmless = fc.oneof(
  column('b', 'i', 'd', 's', 't', 'w'),
  calls(['coalesce'], column('i'), column('j')),
  calls(['upper'], column('t')),
)
const harmlessStruct = fc.oneof(pairOf(harmless, harmless), pairOf(pairOf(harmless, harmless), harmless))
const anything = fc.oneof({ arbitrary: plain, weight: 6 }, { arbitrary: struct, weight: 1 })
const fields = fc
  .constantFrom(['x0', 'a'], ['x0', '__proto__'], ['x0', 'a', 'a'])
  .map((path): Expression => ({ kind: 'column', path }))

interface Plan {
  readonly before: readonly Expression[]
  readonly computed: readonly Expression[]
  readonly after: readonly Expression[]
  readonly results: readonly Expression[]
}
const plans: fc.Arbitrary<Plan> = fc.record({
  before: fc.array(flag, { maxLength: 2 }),
  computed: fc.array(fc.oneof(plain, harmlessStruct), { minLength: 1, maxLength: 2 }),
  after: fc.array(flag, { maxLength: 1 }),
  results: fc.array(fc.oneof(anything, anything, column('i', 's', 't', 'x0', 'x0'), fields), {
    minLength: 1,
    maxLength: 4,
  }),
})

/** Binds a plan to steps; undefined when the analyzer refuses it. */
function stepsOf(
  plan: Plan,
  ansi: boolean,
): { readonly steps: readonly RowStep[]; readonly output: Schema } | undefined {
  const binder = createBinder({ functions: builtinFunctions, ansi, zone: 'UTC' })
  try {
    const computed = plan.computed.map((value) => binder.bind(value, schema))
    const middle = new Schema([...schema.fields, ...computed.map((value, at) => types.field(`x${at}`, value.type))])
    const kept = schema.fields.map(
      ({ name, type }, index): Bound => ({ kind: 'input', index, name, type, nullable: true }),
    )
    const results = plan.results.map((value) => binder.bind(value, middle))
    const project = (values: readonly Bound[], names: readonly string[]): RowStep => ({
      project: values.map((value, at) => ({ field: types.field(names[at] ?? `r${at}`, value.type), value })),
    })
    return {
      steps: [
        ...plan.before.map((condition) => ({ filter: binder.bind(condition, schema) })),
        project([...kept, ...computed], middle.names),
        ...plan.after.map((condition) => ({ filter: binder.bind(condition, middle) })),
        project(results, []),
      ],
      output: new Schema(results.map((value, at) => types.field(`r${at}`, value.type))),
    }
  } catch (error) {
    if (error instanceof MillraceError && error.condition !== 'MILLRACE_INTERNAL') return undefined
    throw error
  }
}

const evaluation = (ansi: boolean): Evaluation => ({
  batchTime: 0n,
  epoch: 0,
  queryId: 'q',
  zone: 'UTC',
  ansi,
  functions: new Map(),
})

function conjuncts(bound: Bound): readonly Bound[] {
  return bound.kind === 'call' && bound.name === 'and' ? bound.args.flatMap(conjuncts) : [bound]
}

/** Row by row through the interpreter; columns are evaluated when they are first read, as a lazy row would. */
function interpreted(
  steps: readonly RowStep[],
  ansi: boolean,
): (row: readonly SqlValue[]) => readonly SqlValue[] | undefined {
  const context = { functions: builtinFunctions, evaluation: evaluation(ansi) }
  const prepared = steps.map((step) =>
    'filter' in step
      ? { filters: conjuncts(step.filter).map((one) => interpreter(one, context)) }
      : { values: step.project.map((one) => interpreter(one.value, context)) },
  )
  return (given) => {
    let row = given
    for (const step of prepared) {
      if (step.filters) {
        if (!step.filters.every((condition) => condition(row) === true)) return undefined
      } else row = lazyRow(step.values, row)
    }
    return row.map((value) => value)
  }
}

function lazyRow(
  values: readonly ((row: readonly SqlValue[]) => SqlValue)[],
  row: readonly SqlValue[],
): readonly SqlValue[] {
  const lazy: SqlValue[] = []
  values.forEach((value, at) => {
    let known: { readonly value: SqlValue } | undefined
    Object.defineProperty(lazy, at, {
      enumerable: true,
      configurable: true,
      get: () => {
        known ??= { value: value(row) }
        return known.value
      },
    })
  })
  return lazy
}

/** Rows, or the condition of the first error. */
function outcome(run: () => readonly (readonly SqlValue[])[]): unknown {
  try {
    return run()
  } catch (error) {
    if (error instanceof MillraceError && error.condition !== 'MILLRACE_INTERNAL') return error.condition
    throw error
  }
}

function dictionaryOf(values: readonly SqlValue[], dictionary: ByteDictionary): Vector {
  const codes = Int32Array.from(values, (value) => (value === null ? 0 : dictionary.lookupText(value as string)))
  const nullBytes = values.includes(null) ? Uint8Array.from(values, (value) => (value === null ? 1 : 0)) : undefined
  return { type: types.stringType, layout: 'dictionary', length: values.length, nulls: nullBytes, codes, dictionary }
}

const batches = (withNulls: boolean, dictionary: ByteDictionary | undefined): fc.Arbitrary<RecordBatch> =>
  fc
    .tuple(
      fc.array(fc.tuple(...columns.map(([, , values]) => (withNulls ? fc.option(values, { freq: 4 }) : values))), {
        minLength: 1,
        maxLength: 20,
      }),
      fc.constantFrom(1, 1, 1, 120),
      fc.option(fc.array(fc.nat(60), { minLength: 1, maxLength: 30 })),
    )
    .map(([rows, times_, picks]) => {
      const all = Array.from({ length: times_ }, () => rows).flat()
      const vectors = columns.map(([name, type], at) => {
        const values = all.map((row) => row[at] as SqlValue)
        return name === 't' && dictionary ? dictionaryOf(values, dictionary) : vectorOf(type, values)
      })
      const selection =
        picks && Int32Array.from(new Set(picks.filter((pick) => pick < all.length).sort((a, b) => a - b)))
      return new RecordBatch(schema, vectors, all.length, selection && selection.length > 0 ? { selection } : {})
    })

describe('generated code', () => {
  for (const ansi of [true, false]) {
    test(`gives what the interpreter gives, row for row and error for error, ${ansi ? 'with' : 'without'} ANSI`, () => {
      const cases = fc.record({
        plan: plans,
        nulls: fc.boolean(),
        dictionary: fc.boolean(),
      })
      let bound = 0
      fc.assert(
        fc.property(cases, fc.gen(), (one, gen) => {
          const made = stepsOf(one.plan, ansi)
          if (!made) return
          bound++
          const pool = new PoisoningPool()
          const context = { functions: builtinFunctions, evaluation: evaluation(ansi), pool }
          const compiled = compileRows(made.steps, schema, made.output, context)
          const oracle = interpreted(made.steps, ansi)
          const dictionary = one.dictionary ? new ByteDictionary() : undefined
          for (let round = 0; round < 3; round++) {
            const batch = gen(batches, one.nulls && round > 0, dictionary)
            const rows = Array.from({ length: batch.selected }, (_, at) => rowAt(batch, batch.selection?.[at] ?? at))
            const wanted = outcome(() => rows.map(oracle).filter((row) => row !== undefined))
            const given = outcome(() => {
              const result = compiled(batch)
              const values = result ? rowsOf(result) : []
              result?.release()
              return values
            })
            expect(given).toEqual(wanted)
          }
        }),
        { numRuns: 400 },
      )
      expect(bound).toBeGreaterThan(60)
    }, 60_000)
  }
})
