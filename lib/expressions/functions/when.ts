/** `CASE WHEN c THEN v … ELSE e END`, as arguments (c, v, …, e). */
import type { SqlValue } from '../../types/data-type.ts'
import { unexpectedType } from '../binder/mismatch.ts'
import { sameType } from '../binder/operands.ts'
import { checkCount } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { BindContext, ScalarFunction } from '../scalar-function.ts'

/** Spark casts nothing here, not even NULL. */
function condition(arg: Bound, at: number, context: BindContext): Bound {
  if (arg.type.kind !== 'boolean') throw unexpectedType(context, at, arg, 'boolean')
  return arg
}

const isTrue = (arg: Bound) => arg.kind === 'literal' && arg.value === true

export const when: ScalarFunction = {
  name: 'when',
  summary: 'The value behind the first condition that is true, else the last one or null.',
  bind(args, context) {
    checkCount(args, 2, Number.POSITIVE_INFINITY, context)
    const isValue = (at: number) => at % 2 === 1 || (at === args.length - 1 && args.length % 2 === 1)
    const values = [
      ...sameType(
        args.filter((_, at) => isValue(at)),
        context,
      ),
    ]
    const { type } = values[0] as Bound
    // What stands behind a condition that is always true is never reached.
    const certain = args.findIndex((arg, at) => at % 2 === 0 && at + 1 < args.length && isTrue(arg))
    const reached = certain < 0 ? values : values.slice(0, certain / 2 + 1)
    const nullable = (certain < 0 && args.length % 2 === 0) || reached.some((value) => value.nullable)
    const cast = args.map((arg, at) => (isValue(at) ? (values.shift() as Bound) : condition(arg, at, context)))
    return { args: cast, type, nullable }
  },
  nulls: 'custom',
  lazy: true,
  evaluate(args) {
    const given = args as readonly (() => SqlValue)[]
    for (let at = 0; at + 1 < given.length; at += 2) {
      if (given[at]?.() === true) return given[at + 1]?.() as SqlValue
    }
    return given.length % 2 === 1 ? (given[given.length - 1]?.() as SqlValue) : null
  },
}
