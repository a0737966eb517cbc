/**
 * Doubles and floats as Java 17 prints them, which is what stands in Spark's files. Its digits are not always the
 * shortest (`1.0E23` prints as 9.999999999999999E22), so this is its algorithm, with big integers; numbers of everyday
 * size and few digits, where the two agree for certain, take JavaScript's text.
 */

/** `Double.toString`: at least one decimal, `E` notation below 1e-3 and from 1e7 on. */
export function javaDouble(value: number): string {
  if (!Number.isFinite(value)) return String(value)
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0'
  const size = Math.abs(value)
  if (size >= 1e-3 && size < 1e7) {
    const text = String(value)
    if (Number.isInteger(value)) return `${text}.0`
    // Sign, leading zero and point apart, 15 digits: such a decimal never lies half-way between two doubles.
    if (text.length <= 16) return text
  }
  words.setFloat64(0, size)
  const bits = words.getBigUint64(0)
  const exponent = Number(bits >> 52n)
  const fraction = bits & ((1n << 52n) - 1n)
  const digits = exponent === 0 ? subnormal(fraction, 52, 1023) : normal(fraction | (1n << 52n), exponent - 1023, 53)
  return value < 0 ? `-${digits}` : digits
}

/** `Float.toString` of a number that is a float. */
export function javaFloat(value: number): string {
  if (!Number.isFinite(value) || value === 0) return javaDouble(value)
  words.setFloat32(0, Math.abs(value))
  const bits = words.getUint32(0)
  const exponent = bits >>> 23
  const fraction = BigInt(bits & 0x7fffff)
  const digits =
    exponent === 0 ? subnormal(fraction, 23, 127) : normal((fraction | (1n << 23n)) << 29n, exponent - 127, 24)
  return value < 0 ? `-${digits}` : digits
}

const words = new DataView(new ArrayBuffer(8))

function subnormal(fraction: bigint, width: number, bias: number): string {
  const significant = fraction.toString(2).length
  const shift = width + 1 - significant
  return normal(fraction << BigInt(52 - width + shift), 1 - shift - bias, significant)
}

/**
 * `FloatingDecimal.BinaryToASCIIBuffer.dtoa`.
 *
 * @param fraction 53 bits, the highest set
 * @param exponent of two
 * @param significant how many bits of the fraction the type keeps
 */
function normal(fraction: bigint, exponent: number, significant: number): string {
  const trailing = trailingZeros(fraction)
  const width = 53 - trailing
  const tiny = Math.max(0, width - exponent - 1)
  if (tiny === 0 && exponent <= 62 && exponent >= -21) return wholeNumber(fraction, exponent, significant)
  return hardCase(fraction >> BigInt(trailing), width, exponent, significant, tiny)
}

function trailingZeros(value: bigint): number {
  let count = 0
  for (let rest = value; (rest & 1n) === 0n; rest >>= 1n) count++
  return count
}

function wholeNumber(fraction: bigint, exponent: number, significant: number): string {
  let value = exponent >= 52 ? fraction << BigInt(exponent - 52) : fraction >> BigInt(52 - exponent)
  let decimals = 0
  // Low digits that the type cannot tell apart are rounded away.
  const spare = exponent - significant - 1
  const insignificant = exponent > significant && spare > 1 ? Math.floor(spare * Math.LOG10E * Math.LN2) : 0
  if (insignificant > 0) {
    const power = 10n ** BigInt(insignificant)
    value = value / power + (value % power >= power >> 1n ? 1n : 0n)
    decimals = insignificant
  }
  const text = value.toString()
  return layOut(text.replace(/0+$/, ''), decimals + text.length)
}

/** Bits of 5^n, as Java estimates them. */
const bitsOfPower = (power: number): number => (power < 27 ? (5n ** BigInt(power)).toString(2).length : power * 3)

function hardCase(fraction: bigint, width: number, exponent: number, significant: number, tiny: number): string {
  let decimal = estimatedExponent(fraction, width, exponent)
  const b5 = Math.max(0, -decimal)
  const s5 = Math.max(0, decimal)
  let b2 = b5 + tiny + exponent
  let s2 = s5 + tiny
  let m2 = b2 - significant
  b2 -= width - 1
  const common = Math.min(b2, s2)
  b2 -= common
  s2 -= common
  m2 -= common
  // Below a power of two the next number is half as far away.
  if (width === 1) m2 -= 1
  if (m2 < 0) {
    b2 -= m2
    s2 -= m2
    m2 = 0
  }
  // Java's three versions (int, long, big) differ in one comparison.
  const machine = width + b2 + bitsOfPower(b5) < 64 && s2 + 1 + bitsOfPower(s5 + 1) < 64
  const divisor = (5n ** BigInt(s5)) << BigInt(s2)
  const tens = divisor * 10n
  let rest = (fraction * 5n ** BigInt(b5)) << BigInt(b2)
  let margin = ((5n ** BigInt(b5)) << BigInt(m2)) * 10n
  let digit = rest / divisor
  rest = 10n * (rest % divisor)
  let low = rest < margin
  let high = machine ? rest + margin > tens : rest + margin >= tens
  let digits = ''
  if (digit === 0n && !high) decimal--
  else digits += digit
  // E notation has at least one digit behind the point.
  if (decimal < -3 || decimal >= 8) low = high = false
  while (!low && !high) {
    digit = rest / divisor
    rest = 10n * (rest % divisor)
    margin *= 10n
    low = rest < margin
    high = machine ? rest + margin > tens : rest + margin >= tens
    digits += digit
  }
  const twice = rest * 2n
  const up = high && (!low || twice > tens || (twice === tens && Number(digits.at(-1)) % 2 === 1))
  if (!up) return layOut(digits, decimal + 1)
  const rounded = (BigInt(digits) + 1n).toString().padStart(digits.length, '0')
  return rounded.length > digits.length ? layOut(rounded.slice(0, -1), decimal + 2) : layOut(rounded, decimal + 1)
}

function estimatedExponent(fraction: bigint, width: number, exponent: number): number {
  const mantissa = Number(fraction) / 2 ** (width - 1)
  return Math.floor((mantissa - 1.5) * 0.289529654 + 0.176091259 + exponent * 0.301029995663981)
}

/** `0.digits × 10^point` as Java lays it out. */
function layOut(digits: string, point: number): string {
  if (point > 7 || point <= -3) return `${digits[0]}.${digits.slice(1) || '0'}E${point - 1}`
  if (point <= 0) return `0.${'0'.repeat(-point)}${digits}`
  return `${digits.slice(0, point).padEnd(point, '0')}.${digits.slice(point) || '0'}`
}
