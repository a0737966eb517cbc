/** Functions of vectors (ARRAY<FLOAT>) as definitions. Sums are kept as doubles, eight terms at a time, as Spark has it. */
import { MillraceError } from '../../../errors.ts'
import { javaFloat } from '../../../types/number-text.ts'
import { arrayType, floatType } from '../../../types/types.ts'
import { unexpectedType } from '../../binder/mismatch.ts'
import { checkCount } from '../../binder/signature.ts'
import type { Bound } from '../../bound.ts'
import { boundText } from '../../bound-text.ts'
import { callText } from '../../call-text.ts'
import type { BindContext, ScalarFunction } from '../../scalar-function.ts'

const accepted = arrayType(floatType)

/** Refuses anything but ARRAY<FLOAT>, NULL too: Spark casts nothing here. @throws DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE */
export function requireVector(input: Bound, at: number, context: BindContext): void {
  if (input.type.kind !== 'array' || input.type.element.kind !== 'float') {
    throw unexpectedType(context, at, input, accepted)
  }
}

/**
 * The sum of a term for each position, in the order in which Spark's loops add: blocks of eight, then the rest.
 *
 * @param length how many positions there are
 */
export function sumOf(length: number, term: (at: number) => number): number {
  let sum = 0
  const whole = length - (length % 8)
  for (let at = 0; at < whole; at += 8) {
    let block = term(at)
    for (let next = at + 1; next < at + 8; next++) block += term(next)
    sum += block
  }
  for (let at = whole; at < length; at++) sum += term(at)
  return sum
}

/** A function of two vectors of the same length; null when either holds a null. */
export function vectorPairFunction(
  name: string,
  summary: string,
  of: (left: readonly number[], right: readonly number[]) => number | null,
): ScalarFunction {
  return {
    name,
    summary,
    bind(args, context) {
      checkCount(args, 2, 2, context)
      for (const [at, arg] of args.entries()) requireVector(arg, at, context)
      return { args, type: floatType, nullable: true }
    },
    evaluate([a, b]) {
      const left = a as readonly number[]
      const right = b as readonly number[]
      if (left.length !== right.length) {
        throw new MillraceError(
          'VECTOR_DIMENSION_MISMATCH',
          `Vectors passed to \`${name}\` must have the same dimension, but got ${left.length} and ${right.length}.`,
          { sqlState: '22000' },
        )
      }
      if ((left as readonly unknown[]).includes(null) || (right as readonly unknown[]).includes(null)) return null
      const value = of(left, right)
      return value === null ? null : Math.fround(value)
    },
  }
}

/** The norm of a degree: 1, 2 or infinity. */
function norm(vector: readonly number[], degree: number): number {
  const at = (position: number) => vector[position] as number
  if (degree === 1) return sumOf(vector.length, (position) => Math.abs(at(position)))
  if (degree === 2) return Math.sqrt(sumOf(vector.length, (position) => at(position) * at(position)))
  return vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
}

/** A function of a vector and its norm, whose degree is an argument and 2 unless given; null when it holds a null. */
export function vectorNormFunction(
  name: string,
  summary: string,
  gives: 'number' | 'vector',
  of: (vector: readonly number[], norm: number) => number | readonly number[] | null,
): ScalarFunction {
  return {
    name,
    summary,
    bind(given, context) {
      checkCount(given, 1, 2, context)
      const two: Bound = { kind: 'literal', type: floatType, nullable: false, value: 2 }
      const args = given.length === 2 ? given : [...given, two]
      const [vector, degree] = args as [Bound, Bound]
      const text = callText(name, args.map(boundText))
      requireVector(vector, 0, { ...context, text })
      if (degree.type.kind !== 'float') throw unexpectedType({ name, text }, 1, degree, 'float')
      return { args, type: gives === 'number' ? floatType : arrayType(floatType, false), nullable: true, text }
    },
    evaluate([value, degree]) {
      const vector = value as readonly number[]
      if (degree !== 1 && degree !== 2 && degree !== Number.POSITIVE_INFINITY) {
        throw new MillraceError(
          'INVALID_VECTOR_NORM_DEGREE',
          `For the \`${name}\` function, degree must be 1.0, 2.0, or float('inf'), but got ${javaFloat(degree as number)}.`,
          { sqlState: '22023' },
        )
      }
      return (vector as readonly unknown[]).includes(null) ? null : of(vector, norm(vector, degree))
    },
  }
}
