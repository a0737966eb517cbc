/** `+ - * / % div` and their `try_` forms on numbers: one table of what each does per type, for evaluate and emit. */
import type { DataType, SqlValue } from '../../../types/data-type.ts'
import { isIntegral } from '../../../types/types.ts'
import type { Emitter, Operand } from '../../emitter.ts'
import type { BoundCall } from '../../scalar-function.ts'
import {
  arithmeticOverflow,
  divideByZero,
  narrowOverflow,
  type OverflowMode,
  remainderByZero,
} from './arithmetic-errors.ts'
import { type DecimalType, decimalOperation } from './decimal.ts'
import { fitsIntegral, wrapIntegral } from './integers.ts'

export type ArithmeticSymbol = '+' | '-' | '*' | '/' | '%' | 'pmod'

const alternatives: { readonly [symbol: string]: string } = { '+': 'try_add', '-': 'try_subtract', '*': 'try_multiply' }

/** Applies an operator to two non-null numbers of one type (decimals: of `types`). */
export function calculate(
  symbol: ArithmeticSymbol,
  a: SqlValue,
  b: SqlValue,
  operands: readonly [DataType, DataType],
  type: DataType,
  mode: OverflowMode,
): SqlValue {
  if (symbol === '/' || symbol === '%' || symbol === 'pmod') {
    if (b === 0 || b === 0n) {
      if (mode === 'ansi') throw symbol === '/' ? divideByZero() : remainderByZero()
      return null
    }
  }
  if (type.kind === 'decimal') {
    const [left, right] = operands as readonly [DecimalType, DecimalType]
    return decimalOperation(symbol, [a as bigint, left.scale], [b as bigint, right.scale], type, mode)
  }
  if (isIntegral(type)) return calculateIntegral(symbol, a as number, b as number, type, mode)
  const result = floating(symbol, a as number, b as number)
  return type.kind === 'float' ? Math.fround(result) : result
}

function floating(symbol: ArithmeticSymbol, a: number, b: number): number {
  switch (symbol) {
    case '+':
      return a + b
    case '-':
      return a - b
    case '*':
      return a * b
    case '/':
      return a / b
    case '%':
      return a % b
    case 'pmod': {
      const rest = a % b
      return rest < 0 ? (rest + b) % b : rest
    }
  }
}

/** Integers: numbers up to 32 bits (products up to 2^62 need bigint), bigint for LONG. */
function calculateIntegral(
  symbol: ArithmeticSymbol,
  a: number,
  b: number,
  type: DataType,
  mode: OverflowMode,
): SqlValue {
  let exact: number | bigint = floating(symbol, a, b)
  if (symbol === '*' && typeof exact === 'number' && !Number.isSafeInteger(exact)) exact = BigInt(a) * BigInt(b)
  // A remainder of -0 is Java's 0.
  if (exact === 0) return 0
  if (fitsIntegral(type.kind, exact)) return typeof exact === 'bigint' && type.kind !== 'long' ? Number(exact) : exact
  if (mode === 'try') return null
  if (mode === 'legacy') return wrapIntegral(type.kind, exact)
  const alternative = alternatives[symbol]
  if (type.kind === 'byte' || type.kind === 'short') throw narrowOverflow(a, symbol, b, alternative ?? 'try_mod')
  throw arithmeticOverflow(alternative)
}

/** Code for the forms that never give null: ANSI and wrapping, of integers and floating numbers. */
export function emitArithmetic(
  emitter: Emitter,
  symbol: ArithmeticSymbol,
  args: readonly Operand[],
  call: BoundCall,
  mode: OverflowMode,
): Operand | undefined {
  const [a, b] = args as readonly [Operand, Operand]
  const { type } = call
  if (mode === 'try' || (mode === 'legacy' && (symbol === '/' || symbol === '%'))) return undefined
  const give = (value: string): Operand => ({ type, value, isNull: undefined })
  if (symbol === '/' || symbol === '%') {
    if (type.kind !== 'double' && type.kind !== 'int' && type.kind !== 'long') return undefined
    const right = emitter.local(b.value)
    const failure = emitter.constant(symbol === '/' ? divideByZero : remainderByZero)
    emitter.line(`if (${right} === ${type.kind === 'long' ? '0n' : '0'}) throw ${failure}()`)
    return give(type.kind === 'int' ? `(${a.value} % ${right} | 0)` : `(${a.value} ${symbol} ${right})`)
  }
  switch (type.kind) {
    case 'double':
      return give(`(${a.value} ${symbol} ${b.value})`)
    case 'float':
      return give(`Math.fround(${a.value} ${symbol} ${b.value})`)
    case 'int':
      return emitInt(emitter, symbol, a.value, b.value, mode, give)
    case 'long': {
      if (mode === 'legacy') return give(`BigInt.asIntN(64, ${a.value} ${symbol} ${b.value})`)
      const exact = emitter.local(`${a.value} ${symbol} ${b.value}`)
      emitter.line(`if (BigInt.asIntN(64, ${exact}) !== ${exact}) throw ${overflow(emitter, symbol)}()`)
      return give(exact)
    }
    default:
      return undefined
  }
}

function emitInt(
  emitter: Emitter,
  symbol: ArithmeticSymbol,
  a: string,
  b: string,
  mode: OverflowMode,
  give: (value: string) => Operand,
): Operand {
  // Math.imul wraps exactly; a product beyond 2^53 is out of range however it is rounded.
  if (mode === 'legacy') return give(symbol === '*' ? `Math.imul(${a}, ${b})` : `(${a} ${symbol} ${b} | 0)`)
  const exact = emitter.local(`${a} ${symbol} ${b}`)
  emitter.line(`if (${exact} < -2147483648 || ${exact} > 2147483647) throw ${overflow(emitter, symbol)}()`)
  return give(`(${exact} | 0)`)
}

const failures: { readonly [symbol: string]: () => Error } = {
  '+': () => arithmeticOverflow(alternatives['+']),
  '-': () => arithmeticOverflow(alternatives['-']),
  '*': () => arithmeticOverflow(alternatives['*']),
}

const overflow = (emitter: Emitter, symbol: ArithmeticSymbol) => emitter.constant(failures[symbol])
