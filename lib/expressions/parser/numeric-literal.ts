/** Numbers in SQL text: suffixes L S Y F D BD, exponents are DOUBLE, a point makes a DECIMAL. */
import { MillraceError } from '../../errors.ts'
import type { TokenCursor } from '../../types/ddl/token-cursor.ts'
import { literalOf } from '../build.ts'
import type { Expression } from '../expression.ts'

const integralSuffixes = {
  Y: ['byte', 'tinyint', 8],
  S: ['short', 'smallint', 16],
  L: ['long', 'bigint', 64],
} as const

/**
 * Parses the number at the cursor, a minus in front of it included.
 *
 * @throws INVALID_NUMERIC_LITERAL_RANGE (deferred), DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION (deferred)
 */
export function parseNumber(cursor: TokenCursor): Expression {
  const first = cursor.peek()
  const sign = cursor.takeSymbol('-') ? '-' : ''
  const token = cursor.next()
  const text = sign + token.text
  const suffix = /(BD|[LSYFD])$/i.exec(token.text)?.[0]?.toUpperCase() ?? ''
  const digits = text.slice(0, text.length - suffix.length)
  const outOfRange = (type: string, least: string, most: string) => {
    cursor.defer(
      cursor.fragmentError(
        'INVALID_NUMERIC_LITERAL_RANGE',
        `Numeric literal ${digits} is outside the valid range for ${type} with minimum value of ${least} and maximum ` +
          `value of ${most}. Please adjust the value accordingly.`,
        '22003',
        first,
        token,
      ),
    )
    return literalOf(null, { kind: 'null' })
  }
  switch (suffix) {
    case 'Y':
    case 'S':
    case 'L': {
      const [kind, name, bits] = integralSuffixes[suffix]
      const value = BigInt(digits)
      const limit = 1n << BigInt(bits - 1)
      if (value < -limit || value >= limit) return outOfRange(name, `${-limit}`, `${limit - 1n}`)
      return literalOf(kind === 'long' ? value : Number(value), { kind })
    }
    case 'F': {
      const value = Math.fround(Number(digits))
      if (!Number.isFinite(value)) return outOfRange('float', '-3.4028234663852886E+38', '3.4028234663852886E+38')
      return literalOf(value, { kind: 'float' })
    }
    case 'BD':
      return decimalLiteral(cursor, digits)
  }
  if (suffix === 'D' || /e/i.test(digits)) {
    const value = Number(digits)
    if (!Number.isFinite(value)) return outOfRange('double', '-1.7976931348623157E+308', '1.7976931348623157E+308')
    return literalOf(value, { kind: 'double' })
  }
  return digits.includes('.') ? decimalLiteral(cursor, digits) : wholeLiteral(cursor, digits)
}

/** INT if it fits, else BIGINT, else a DECIMAL. */
function wholeLiteral(cursor: TokenCursor, digits: string): Expression {
  const value = BigInt(digits)
  if (BigInt.asIntN(32, value) === value) return literalOf(Number(value), { kind: 'int' })
  if (BigInt.asIntN(64, value) === value) return literalOf(value, { kind: 'long' })
  return decimalLiteral(cursor, digits)
}

function decimalLiteral(cursor: TokenCursor, text: string): Expression {
  const [mantissa = '', exponent = '0'] = text.split(/e/i)
  const [whole = '', fraction = ''] = mantissa.split('.')
  let unscaled = BigInt(`${whole === '-' || whole === '' ? `${whole}0` : whole}${fraction}`)
  let scale = fraction.length - Number(exponent)
  if (scale < 0) {
    unscaled *= 10n ** BigInt(Math.min(-scale, 400))
    scale = 0
  }
  const precision = Math.max(`${unscaled}`.replace('-', '').length, scale)
  if (precision > 38) {
    cursor.defer(
      new MillraceError(
        'DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION',
        `Decimal precision ${precision} exceeds max precision 38.`,
        { sqlState: '22003' },
      ),
    )
    return literalOf(null, { kind: 'null' })
  }
  return literalOf(unscaled, { kind: 'decimal', precision, scale })
}
