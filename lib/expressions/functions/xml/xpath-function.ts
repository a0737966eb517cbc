/** xpath and its kin as definitions. */
import type { XPathResult } from '../../../formats/xml/xml-library.ts'
import type { DataType, SqlValue } from '../../../types/data-type.ts'
import { checkCount, exactArgument } from '../../binder/signature.ts'
import type { Bound } from '../../bound.ts'
import type { BoundCall, ScalarFunction } from '../../scalar-function.ts'
import { perCall } from '../per-call.ts'
import { compileXPath } from './loaded-xml.ts'

const queryOf = perCall((path: string, call: BoundCall) => compileXPath(path, call.data as XPathResult))

/**
 * A function of a document and a constant path.
 *
 * @param result what the path is asked for
 * @param of makes of that the value of the type
 */
export function xpathFunction(
  form: Pick<ScalarFunction, 'name' | 'aliases' | 'summary'> & {
    readonly gives: DataType
    readonly result: XPathResult
  },
  of: (value: SqlValue) => SqlValue = (value) => value,
): ScalarFunction {
  const { name, aliases = [], summary, gives, result } = form
  return {
    name,
    aliases,
    summary,
    bind(given, context) {
      checkCount(given, 2, 2, context)
      const args = given.map((arg, at) => exactArgument(arg, at, 'string', context))
      context.constant(args[1] as Bound, 'path')
      return { args, type: gives, nullable: true, data: result }
    },
    evaluate([xml, path], call): SqlValue {
      if (xml === '' || path === '') return null
      return of(queryOf(call, path as string)(xml as string))
    },
  }
}

/** A number as Java makes an INT of it: NaN is 0, what is beyond stays at the end. */
export function javaInt(value: SqlValue): number {
  const number = value as number
  if (Number.isNaN(number)) return 0
  return Math.max(-2_147_483_648, Math.min(2_147_483_647, Math.trunc(number))) + 0
}

/** Like `javaInt`, of 64 bits. */
export function javaLong(value: SqlValue): bigint {
  const number = value as number
  if (Number.isNaN(number)) return 0n
  if (number >= 2 ** 63) return (1n << 63n) - 1n
  return number <= -(2 ** 63) ? -(1n << 63n) : BigInt(Math.trunc(number))
}
