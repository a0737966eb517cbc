import { describe, expect, it } from 'vitest'
import { vectorOf } from '../../../lib/columnar/builder.ts'
import { PoisoningPool } from '../../../lib/columnar/poisoning-pool.ts'
import { RecordBatch } from '../../../lib/columnar/record-batch.ts'
import { rowsOf } from '../../../lib/columnar/values.ts'
import { MillraceError } from '../../../lib/errors.ts'
import { createBinder } from '../../../lib/expressions/binder/create-binder.ts'
import type { Bound } from '../../../lib/expressions/bound.ts'
import { call } from '../../../lib/expressions/build.ts'
import { compileRows } from '../../../lib/expressions/code/compile-rows.ts'
import { builtinDefinitions, builtinFunctions } from '../../../lib/expressions/functions/index.ts'
import { interpreter } from '../../../lib/expressions/interpret.ts'
import type { ScalarFunction } from '../../../lib/expressions/scalar-function.ts'
import type { DataType, SqlValue } from '../../../lib/types/data-type.ts'
import { parseType } from '../../../lib/types/ddl/ddl.ts'
import { Schema } from '../../../lib/types/schema.ts'
import { field } from '../../../lib/types/types.ts'

/** Values at the edges of each type. */
const edges: readonly (readonly [string, readonly SqlValue[]])[] = [
  ['BOOLEAN', [true, false]],
  ['TINYINT', [0, 1, -1, 127, -128]],
  ['INT', [0, 1, -1, 7, 40, 2_147_483_647, -2_147_483_648]],
  ['BIGINT', [0n, 1n, -1n, 7n, 1n << 40n, (1n << 63n) - 1n, -(1n << 63n)]],
  ['FLOAT', [0, -0, 1.5, Math.fround(0.1), Number.NaN, Number.POSITIVE_INFINITY]],
  ['DOUBLE', [0, -0, 1.5, -2.5, 0.1, 1e308, Number.NaN, Number.NEGATIVE_INFINITY]],
  ['DECIMAL(10,2)', [0n, 1n, -150n, 9_999_999_999n]],
  ['DECIMAL(38,10)', [0n, 25n, -(10n ** 37n)]],
  ['STRING', ['', 'a', 'Ab', 'ÀÉ', '日本語', '😀a😀', '12', ' pad ', '2024-02-29', '%']],
  ['BINARY', [new Uint8Array(0), new Uint8Array([0, 1, 255]), new Uint8Array([97])]],
  ['DATE', [0, -1, 19_782, 2_932_896]],
  ['TIMESTAMP', [0n, -1n, 1_709_210_096_789_000n, 253_402_300_799_999_999n]],
  ['ARRAY<INT>', [[], [1, null, 2], [3, 1]]],
]
const types = edges.map(([ddl]) => parseType(ddl))
const valuesOf = new Map<DataType, readonly SqlValue[]>(edges.map(([, values], at) => [types[at] as DataType, values]))

/** Argument types that are tried: none, each, each twice and thrice, and some that often go together. */
function argumentLists(): readonly (readonly DataType[])[] {
  const named = (...names: readonly string[]) =>
    names.map((name) => types[edges.findIndex(([ddl]) => ddl === name)] as DataType)
  return [
    [],
    ...types.map((type) => [type]),
    ...types.map((type) => [type, type]),
    ...types.map((type) => [type, type, type]),
    ...['STRING', 'BINARY', 'DOUBLE', 'DATE', 'ARRAY<INT>'].map((name) => named(name, 'INT')),
    ...['BIGINT', 'DECIMAL(10,2)', 'TIMESTAMP', 'DATE'].map((name) => named('STRING', name)),
    named('INT', 'BIGINT'),
    named('DECIMAL(10,2)', 'DECIMAL(38,10)'),
    named('STRING', 'INT', 'INT'),
    named('STRING', 'STRING', 'INT'),
    named('STRING', 'INT', 'STRING'),
    named('BOOLEAN', 'INT', 'BIGINT'),
  ]
}
const lists = argumentLists()

/** A fixed sequence of pseudo-random numbers below `limit`. */
function sequence(seed: number): (limit: number) => number {
  let state = seed
  return (limit) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return Math.floor((state / 0x80000000) * limit)
  }
}

function rowsFor(list: readonly DataType[]): readonly SqlValue[][] {
  const next = sequence(list.length * 97 + 11)
  const pick = (type: DataType): SqlValue => {
    const values = valuesOf.get(type) as readonly SqlValue[]
    return next(6) === 0 ? null : (values[next(values.length)] as SqlValue)
  }
  return Array.from({ length: 10 }, () => list.map(pick))
}

const evaluation = {
  batchTime: 1_700_000_000_000_000n,
  epoch: 3,
  queryId: 'q',
  zone: 'America/New_York',
  functions: new Map(),
}

function boundOver(
  definition: ScalarFunction,
  list: readonly DataType[],
  ansi: boolean,
): { input: Schema; value: Bound } | undefined {
  const input = new Schema(list.map((type, at) => field(`c${at}`, type)))
  const binder = createBinder({ functions: builtinFunctions, ansi, zone: evaluation.zone })
  const columns = list.map((_, at) => ({ kind: 'column', path: [`c${at}`] }) as const)
  try {
    return { input, value: binder.bind(call(definition.name, ...columns), input) }
  } catch (error) {
    if (error instanceof MillraceError && error.condition !== 'MILLRACE_INTERNAL') return undefined
    throw error
  }
}

function outcome(give: () => SqlValue): string {
  try {
    return JSON.stringify(give(), (_, one) =>
      typeof one === 'bigint' ? `${one}n` : Object.is(one, -0) ? '-0' : typeof one === 'number' ? String(one) : one,
    )
  } catch (error) {
    if (error instanceof MillraceError && error.condition !== 'MILLRACE_INTERNAL') return error.condition
    throw error
  }
}

/** What the row's code gives and what the interpreter says, where they differ. */
function disagreements(definition: ScalarFunction, list: readonly DataType[], ansi: boolean): string[] {
  const bound = boundOver(definition, list, ansi)
  if (!bound) return []
  const { input, value } = bound
  const context = { functions: builtinFunctions, evaluation: { ...evaluation, ansi }, pool: new PoisoningPool() }
  const meaning = interpreter(value, context)
  const output = new Schema([field('c', value.type)])
  const compiled = compileRows([{ project: [{ field: field('c', value.type), value }] }], input, output, context)
  const found: string[] = []
  const plain =
    value.kind === 'call' && value.args.length === list.length && value.args.every((arg) => arg.kind !== 'lambda')
  const passesNull = plain && definition.nulls !== 'custom' && value.name === definition.name
  for (const row of rowsFor(list)) {
    const wanted = outcome(() => meaning(row))
    const got = outcome(() => {
      const vectors = input.fields.map((one, at) => vectorOf(one.type, [row[at] ?? null]))
      return rowsOf(compiled(new RecordBatch(input, vectors, 1)) as RecordBatch)[0]?.[0] ?? null
    })
    const shown = list.map((type) => type.kind).join(', ')
    if (wanted !== got) found.push(`${definition.name}(${shown}) of ${outcome(() => row)}: ${got}, meant ${wanted}`)
    if (value.nullable === false && wanted === 'null')
      found.push(`${definition.name}(${shown}) gave null, is not nullable`)
    if (passesNull && row.includes(null) && wanted !== 'null' && !/^[A-Z_.]+$/.test(wanted)) {
      found.push(`${definition.name}(${shown}) of ${outcome(() => row)}: ${wanted}, though an argument is null`)
    }
  }
  return found
}

/** Not what differs from call to call, nor what makes arrays of millions of the edge values. */
const storable = (definition: ScalarFunction) => definition.deterministic !== false && definition.name !== 'sequence'

describe.each([true, false])('code means what evaluate means, nulls pass through (ANSI %s)', (ansi) => {
  it.each(builtinDefinitions.filter(storable).map((one) => [one.name, one] as const))('%s', (_, definition) => {
    const found = lists.flatMap((list) => disagreements(definition, list, ansi))
    expect(found.slice(0, 10), found.slice(0, 10).join('\n')).toEqual([])
  })
})
