/** `= < <= > >=`: one table for evaluate and emit. */

import { compareValues } from '../../../columnar/compare.ts'
import type { DataType, SqlValue } from '../../../types/data-type.ts'
import { booleanType } from '../../../types/types.ts'
import { comparisonOperands } from '../../binder/operands.ts'
import { checkCount } from '../../binder/signature.ts'
import type { Bound } from '../../bound.ts'
import { orderBytes, sameBytes } from '../../code/bytes.ts'
import type { Emitter, Operand } from '../../emitter.ts'
import type { BindContext, BoundCall, ScalarFunction } from '../../scalar-function.ts'

export type ComparisonSymbol = '===' | '<' | '<=' | '>' | '>='

const holds: { readonly [S in ComparisonSymbol]: (order: number) => boolean } = {
  '===': (order) => order === 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
}

/** Binds a comparison of two arguments to BOOLEAN. */
export function bindComparison(
  args: readonly Bound[],
  context: BindContext,
  ordered: boolean,
): Omit<BoundCall, 'name'> {
  checkCount(args, 2, 2, context)
  const [left, right] = comparisonOperands(args, context, ordered)
  return { args: [left, right], type: booleanType, nullable: left.nullable || right.nullable }
}

const isText = (type: DataType) => type.kind === 'string' || type.kind === 'char' || type.kind === 'varchar'

/** JavaScript for a comparison of two operands of one type that are not null; undefined where it would be no faster. */
export function comparisonCode(emitter: Emitter, symbol: ComparisonSymbol, a: Operand, b: Operand): string | undefined {
  const { type } = a
  switch (type.kind) {
    case 'float':
    case 'double':
      return doubleCode(emitter, symbol, a.value, b.value)
    case 'string':
    case 'char':
    case 'varchar':
    case 'binary':
      return bytesCode(emitter, symbol, a, b)
    case 'array':
    case 'struct':
    case 'null':
    case 'map':
    case 'variant':
    case 'calendar_interval':
      return undefined
    default:
      return `(${a.value} ${symbol} ${b.value})`
  }
}

/** NaN equals NaN and is larger than any number. */
function doubleCode(emitter: Emitter, symbol: ComparisonSymbol, left: string, right: string): string {
  const a = emitter.local(left)
  const b = emitter.local(right)
  switch (symbol) {
    case '===':
      return `(${a} === ${b} || (${a} !== ${a} && ${b} !== ${b}))`
    case '<':
      return `(${a} < ${b} || (${b} !== ${b} && ${a} === ${a}))`
    case '<=':
      return `(${a} <= ${b} || ${b} !== ${b})`
    case '>':
      return `(${a} > ${b} || (${a} !== ${a} && ${b} === ${b}))`
    case '>=':
      return `(${a} >= ${b} || ${a} !== ${a})`
  }
}

function bytesCode(emitter: Emitter, symbol: ComparisonSymbol, a: Operand, b: Operand): string | undefined {
  if (a.bytes && b.bytes) {
    const given = [a.bytes, b.bytes].map(({ data, offset, length }) => `${data}, ${offset}, ${length}`).join(', ')
    if (symbol === '===') return `${emitter.constant(sameBytes)}(${given})`
    return `(${emitter.constant(orderBytes)}(${given}) ${symbol} 0)`
  }
  return symbol === '===' && isText(a.type) ? `(${a.value} === ${b.value})` : undefined
}

/** A comparison operator as a function definition. */
export function comparison(
  name: string,
  symbol: ComparisonSymbol,
  summary: string,
  aliases: readonly string[] = [],
): ScalarFunction {
  return {
    name,
    aliases,
    summary,
    bind: (args, context) => bindComparison(args, context, symbol !== '==='),
    evaluate: ([a, b], call) =>
      holds[symbol](compareValues((call.args[0] as Bound).type, a as SqlValue, b as SqlValue)),
    emit(emitter, [a, b]) {
      const code = a && b && comparisonCode(emitter, symbol, a, b)
      return code ? { type: booleanType, value: code, isNull: undefined } : undefined
    },
  }
}
