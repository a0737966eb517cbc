/** Functions of one DOUBLE or two as definitions. */
import { doubleType } from '../../../types/types.ts'
import { signature } from '../../binder/signature.ts'
import type { ScalarFunction } from '../../scalar-function.ts'
import { primitiveFunction } from './primitive-function.ts'

/** Of one DOUBLE: nullable whatever the argument is, as Spark's `UnaryMathExpression`. */
const ofOne = { takes: ['double'], gives: doubleType, nullable: true } as const

/** A function that is defined for every DOUBLE, by Java's StrictMath. */
export function mathFunction(
  name: string,
  summary: string,
  of: (value: number) => number,
  aliases?: readonly string[],
): ScalarFunction {
  return primitiveFunction(name, summary, ofOne, of, aliases)
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
    bind: signature(ofOne),
    evaluate: ([value]) => ((value as number) <= least ? null : of(value as number)),
  }
}

/** A function of two DOUBLEs. */
export function binaryMathFunction(
  name: string,
  summary: string,
  of: (first: number, second: number) => number,
  aliases?: readonly string[],
): ScalarFunction {
  return primitiveFunction(name, summary, { takes: ['double', 'double'], gives: doubleType }, of, aliases)
}
