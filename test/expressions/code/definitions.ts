/** A few functions of every kind that the generator tells apart: strict or not, with code or without, lazy, impure. */
import { compareValues } from '../../../lib/columnar/compare.ts'
import { MillraceError } from '../../../lib/errors.ts'
import { sameBytes } from '../../../lib/expressions/code/bytes.ts'
import { functionRegistry } from '../../../lib/expressions/function-registry.ts'
import type { ScalarFunction } from '../../../lib/expressions/scalar-function.ts'
import type { SqlValue } from '../../../lib/types/data-type.ts'

const unbound = { summary: 'for tests', bind: () => ({ args: [], type: { kind: 'null' } as const, nullable: true }) }

const least = -(2n ** 63n)

/** BIGINT addition that raises on overflow, with code. */
const plus: ScalarFunction = {
  ...unbound,
  name: '+',
  evaluate([a, b]) {
    const sum = (a as bigint) + (b as bigint)
    if (sum < least || sum >= -least) throw new MillraceError('ARITHMETIC_OVERFLOW', 'long overflow')
    return sum
  },
  emit(emitter, [a, b], call) {
    const sum = emitter.local(`BigInt.asIntN(64, ${a?.value} + ${b?.value})`)
    const raise = emitter.constant(() => {
      throw new MillraceError('ARITHMETIC_OVERFLOW', 'long overflow')
    })
    emitter.line(`if (((${a?.value} ^ ${sum}) & (${b?.value} ^ ${sum})) < 0n) ${raise}()`)
    return { type: call.type, value: sum, isNull: undefined }
  },
}

/** INT division by evaluate only; raises on zero. */
const div: ScalarFunction = {
  ...unbound,
  name: 'div',
  evaluate([a, b]) {
    if (b === 0) throw new MillraceError('DIVIDE_BY_ZERO', 'Division by zero')
    return Math.trunc((a as number) / (b as number))
  },
}

const less: ScalarFunction = {
  ...unbound,
  name: '<',
  evaluate: ([a, b], call) =>
    compareValues((call.args[0] ?? call.args[1])?.type ?? { kind: 'null' }, a as SqlValue, b as SqlValue) < 0,
  emit(_emitter, [a, b], call) {
    if (a?.type.kind !== 'int' && a?.type.kind !== 'long') return undefined
    return { type: call.type, value: `(${a.value} < ${b?.value})`, isNull: undefined }
  },
}

const equal: ScalarFunction = {
  ...unbound,
  name: '=',
  evaluate: ([a, b], call) => compareValues(call.args[0]?.type ?? { kind: 'null' }, a as SqlValue, b as SqlValue) === 0,
  emit(emitter, [a, b], call) {
    if (!a?.bytes || !b?.bytes) return undefined
    const same = emitter.constant(sameBytes)
    const args = [a.bytes, b.bytes].map(({ data, offset, length }) => `${data}, ${offset}, ${length}`)
    return { type: call.type, value: `${same}(${args.join(', ')})`, isNull: undefined }
  },
}

const upper: ScalarFunction = { ...unbound, name: 'upper', evaluate: ([a]) => (a as string).toUpperCase() }
const length: ScalarFunction = { ...unbound, name: 'length', evaluate: ([a]) => [...(a as string)].length }
const concat: ScalarFunction = { ...unbound, name: 'concat', evaluate: (args) => args.join('') }
const array: ScalarFunction = { ...unbound, name: 'array', nulls: 'custom', evaluate: (args) => args as SqlValue[] }
const isNull: ScalarFunction = {
  ...unbound,
  name: 'isnull',
  nulls: 'custom',
  evaluate: ([a]) => a === null,
  emit: (_emitter, [a], call) => ({ type: call.type, value: a?.isNull ?? 'false', isNull: undefined }),
}
/** Not finite doubles become null. */
const finite: ScalarFunction = {
  ...unbound,
  name: 'finite',
  evaluate: ([a]) => (Number.isFinite(a) ? (a as number) : null),
  emit: (_emitter, [a], call) => ({ type: call.type, value: a?.value ?? '', isNull: `!Number.isFinite(${a?.value})` }),
}
const transform: ScalarFunction = {
  ...unbound,
  name: 'transform',
  evaluate: ([list, body]) => (list as SqlValue[]).map((one) => (body as (value: SqlValue) => SqlValue)(one)),
}

type Thunk = () => SqlValue
const lazy = (name: string, evaluate: (args: readonly Thunk[]) => SqlValue): ScalarFunction => ({
  ...unbound,
  name,
  lazy: true,
  nulls: 'custom',
  evaluate: (args) => evaluate(args as readonly Thunk[]),
})
const get = (args: readonly Thunk[], at: number): SqlValue => (args[at] as Thunk)()

export const definitions = functionRegistry([
  plus,
  div,
  less,
  equal,
  upper,
  length,
  concat,
  array,
  isNull,
  finite,
  transform,
  lazy('and', (args) => {
    const left = get(args, 0)
    if (left === false) return false
    const right = get(args, 1)
    return right === false ? false : left === null || right === null ? null : true
  }),
  lazy('or', (args) => {
    const left = get(args, 0)
    if (left === true) return true
    const right = get(args, 1)
    return right === true ? true : left === null || right === null ? null : false
  }),
  lazy('when', (args) => {
    for (let at = 0; at + 1 < args.length; at += 2) if (get(args, at) === true) return get(args, at + 1)
    return args.length % 2 === 1 ? get(args, args.length - 1) : null
  }),
  lazy('coalesce', (args) => {
    for (const arg of args) {
      const value = arg()
      if (value !== null) return value
    }
    return null
  }),
  /** A lazy function that the generator has no form for. */
  lazy('second_unless_null', (args) => (get(args, 0) === null ? null : get(args, 1))),
])
