/** Numbers in text by the rules of Spark's casts. */

/** Java's `Character.isWhitespace || isISOControl` on single bytes, which `UTF8String.trimAll` strips from both ends. */
const isTrimmed = (unit: number) => unit <= 32 || unit === 127

/** The text without blanks and control characters at its ends. */
export function trimAll(text: string): string {
  let from = 0
  let to = text.length
  while (from < to && isTrimmed(text.charCodeAt(from))) from++
  while (to > from && isTrimmed(text.charCodeAt(to - 1))) to--
  return from === 0 && to === text.length ? text : text.slice(from, to)
}

/** Java's `String.trim`. */
function trimJava(text: string): string {
  let from = 0
  let to = text.length
  while (from < to && text.charCodeAt(from) <= 32) from++
  while (to > from && text.charCodeAt(to - 1) <= 32) to--
  return from === 0 && to === text.length ? text : text.slice(from, to)
}

const whole = /^[+-]?\d+$/
const withFraction = /^([+-]?\d*)(?:\.\d*)?$/

/**
 * A whole number; undefined when malformed. The range is the caller's.
 *
 * @param fraction whether digits behind a point may stand there, to be cut off (casts without ANSI)
 */
export function parseWhole(text: string, fraction: boolean): bigint | undefined {
  const trimmed = trimAll(text)
  if (!fraction) return whole.test(trimmed) ? BigInt(trimmed.replace(/^\+/, '')) : undefined
  const match = withFraction.exec(trimmed)
  if (!match || trimmed === '') return undefined
  const digits = (match[1] as string).replace(/^\+/, '')
  if (digits === '' || digits === '-') return trimmed.includes('.') ? 0n : undefined
  return BigInt(digits)
}

const floating = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[dDfF]?$/
const hexadecimal = /^([+-]?)0[xX]([\da-fA-F]*)\.?([\da-fA-F]*)[pP]([+-]?\d+)[dDfF]?$/
const special = /^[+-]?(?:NaN|Infinity)$/

/** A double as `Double.parseDouble` reads it, or one of Spark's words for infinity and NaN; undefined when malformed. */
export function parseFloating(text: string): number | undefined {
  const trimmed = trimJava(text)
  if (floating.test(trimmed)) return Number(trimmed.replace(/[dDfF]$/, ''))
  if (special.test(trimmed)) return trimmed.endsWith('NaN') ? Number.NaN : Number(trimmed)
  const match = hexadecimal.exec(trimmed)
  if (match && (match[2] !== '' || match[3] !== '')) return hexValue(match)
  switch (trimmed.toLowerCase()) {
    case 'inf':
    case '+inf':
    case 'infinity':
    case '+infinity':
      return Number.POSITIVE_INFINITY
    case '-inf':
    case '-infinity':
      return Number.NEGATIVE_INFINITY
    case 'nan':
      return Number.NaN
    default:
      return undefined
  }
}

function hexValue([, sign, digits = '', fraction = '', exponent]: RegExpExecArray): number {
  const value = Number(BigInt(`0x${digits}${fraction}`)) * 2 ** (Number(exponent) - 4 * fraction.length)
  return sign === '-' ? -value : value
}

/** A number as `java.math.BigDecimal` holds it: value = unscaled / 10^scale. */
export interface BigDecimal {
  readonly unscaled: bigint
  /** Negative for `1e5`. */
  readonly scale: number
}

const decimal = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,10}))?$/

/** BigDecimal takes the digits of every script. */
function asciiDigits(text: string): string {
  return text.replace(/[^\0-\x7f]/gu, (character) => {
    if (!/\p{Nd}/u.test(character)) return character
    // Digits of a script lie side by side, ten to a block that begins with its zero.
    let zero = character.codePointAt(0) as number
    while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && (character.codePointAt(0) as number) - zero < 9) zero--
    return `${((character.codePointAt(0) as number) - zero) % 10}`
  })
}

/**
 * What `new java.math.BigDecimal(text.trim())` takes; undefined when malformed. The exponent is not written out,
 * so that a short text never makes a number of a billion digits.
 */
export function parseBigDecimal(text: string): BigDecimal | undefined {
  const match = decimal.exec(asciiDigits(trimJava(text)))
  if (!match) return undefined
  const [, sign, before = '', fraction = '', exponent = '0'] = match
  if (before === '' && fraction === '') return undefined
  const unscaled = BigInt(before + fraction)
  const scale = fraction.length - Number(exponent)
  return { unscaled: sign === '-' ? -unscaled : unscaled, scale }
}
