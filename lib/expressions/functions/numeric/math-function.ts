/** Functions of one DOUBLE or two as definitions. */
import { doubleType } from '../../../types/types.ts'
import { signature } from '../../binder/signature.ts'
import type { ScalarFunction } from '../../scalar-function.ts'

/** A function that is defined for every DOUBLE, by Java's StrictMath. */
export function mathFunction(
  name: string,
  summary: string,
  of: (value: number) => number,
  aliases: readonly string[] = [],
): ScalarFunction {
  return {
    name,
    aliases,
    summary,
    // Nullable whatever the argument is, as Spark's `UnaryMathExpression`.
    bind: signature({ takes: ['double'], gives: doubleType, nullable: true }),
    evaluate: ([value]) => of(value as number),
    emit: (emitter, [value]) =>
      value && { type: doubleType, value: `${emitter.constant(of)}(${value.value})`, isNull: undefined },
  }
}

/** A logarithm: null at and below `least` instead of NaN and -Infinity (Spark's `UnaryLogExpression`). */
export function logFunction(
  name: string,
  summary: string,
  least: number,
  of: (value: number) => number,
  aliases: readonly string[] = [],
): ScalarFunction {
  return {
    name,
    aliases,
    summary,
    bind: signature({ takes: ['double'], gives: doubleType, nullable: true }),
    evaluate: ([value]) => ((value as number) <= least ? null : of(value as number)),
  }
}

/** A function of two DOUBLEs. */
export function binaryMathFunction(
  name: string,
  summary: string,
  of: (first: number, second: number) => number,
  aliases: readonly string[] = [],
): ScalarFunction {
  return {
    name,
    aliases,
    summary,
    bind: signature({ takes: ['double', 'double'], gives: doubleType }),
    evaluate: ([first, second]) => of(first as number, second as number),
    emit: (emitter, [first, second]) =>
      first &&
      second && {
        type: doubleType,
        value: `${emitter.constant(of)}(${first.value}, ${second.value})`,
        isNull: undefined,
      },
  }
}
