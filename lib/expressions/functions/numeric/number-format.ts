/** Number formats of to_char and to_number: `S$9G999D99`, `000PR` (Spark's `ToNumberParser`). */
import { MillraceError } from '../../../errors.ts'

/** Digits in a row: of zeros there are exactly as many, of nines up to as many. */
export interface DigitGroup {
  readonly size: number
  readonly exact: boolean
}

export interface NumberFormat {
  readonly text: string
  readonly leadingSign: 'S' | 'MI' | undefined
  readonly trailingSign: 'S' | 'MI' | 'PR' | undefined
  readonly dollar: boolean
  /** Before the decimal point, between thousands separators. */
  readonly whole: readonly DigitGroup[]
  /** Behind it; undefined without a decimal point. */
  readonly fraction: DigitGroup | undefined
}

const form = /^(S|MI)?(\$)?([09,G]*)(?:([.D])([09]*))?(S|MI|PR)?$/

function invalid(subclass: string, format: string, detail: string): MillraceError {
  return new MillraceError(`INVALID_FORMAT.${subclass}`, `The format is invalid: '${format}'. ${detail}`, {
    sqlState: '42601',
  })
}

const group = (digits: string): DigitGroup => ({ size: digits.length, exact: digits.startsWith('0') })

/** @throws INVALID_FORMAT.EMPTY, .WRONG_NUM_DIGIT, .UNEXPECTED_TOKEN */
export function numberFormat(text: string): NumberFormat {
  if (text === '') throw invalid('EMPTY', text, 'The number format string cannot be empty.')
  const upper = text.toUpperCase()
  if (!/[09]/.test(upper))
    throw invalid('WRONG_NUM_DIGIT', text, 'The format string requires at least one number digit.')
  const [, leadingSign, dollar, whole = '', point, fraction = '', trailingSign] = form.exec(upper) ?? []
  const groups = whole.split(/[,G]/)
  if (!form.test(upper) || (leadingSign && trailingSign) || (groups.length > 1 && groups.includes('')))
    throw invalid('UNEXPECTED_TOKEN', text, 'It is not [MI|S][$][0|9|G|,]*[.|D][0|9]*[PR|MI|S].')
  return {
    text,
    leadingSign: leadingSign as NumberFormat['leadingSign'],
    trailingSign: trailingSign as NumberFormat['trailingSign'],
    dollar: dollar !== undefined,
    whole: groups.filter((digits) => digits !== '').map(group),
    fraction: point === undefined ? undefined : group(fraction),
  }
}

const total = (groups: readonly DigitGroup[]) => groups.reduce((sum, { size }) => sum + size, 0)

/** Precision and scale of the numbers that fit. */
export function formatDigits({ whole, fraction }: NumberFormat): {
  readonly precision: number
  readonly scale: number
} {
  const scale = fraction?.size ?? 0
  return { precision: total(whole) + scale, scale }
}

/** What does not fit is shown as `#` in place of digits. */
function overflow({ text }: NumberFormat): string {
  return text.toUpperCase().replace(/[09]/g, '#').replace(/[,G]/g, ' ').replace('D', '.')
}

function wholeText(groups: readonly DigitGroup[], digits: string): string {
  let missing = total(groups) - digits.length
  let used = 0
  let result = ''
  for (const [at, { size, exact }] of groups.entries()) {
    if (at > 0) result += /\d$/.test(result) ? ',' : ' '
    const padded = Math.min(Math.max(missing, 0), size)
    result += (exact ? '0' : ' ').repeat(padded) + digits.slice(used, used + size - padded)
    used += size - padded
    missing -= size
  }
  return result
}

/**
 * A number by a format.
 *
 * @param unscaled digits of the number without its point
 */
export function formatByPattern(unscaled: bigint, scale: number, format: NumberFormat): string {
  const negative = unscaled < 0n
  const digits = `${negative ? -unscaled : unscaled}`.padStart(scale + 1, '0')
  const whole = digits.slice(0, digits.length - scale).replace(/^0+/, '')
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '')
  const places = format.fraction?.size ?? 0
  if (whole.length > total(format.whole) || fraction.length > places) return overflow(format)
  let body = wholeText(format.whole, whole)
  if (places > 0) body = `${body.replace(/ $/, '0')}.${fraction.padEnd(places, '0')}`
  return signed(body, negative, format)
}

function signed(body: string, negative: boolean, { leadingSign, trailingSign, dollar }: NumberFormat): string {
  const [spaces = ''] = /^ */.exec(body) ?? []
  const number = body.slice(spaces.length)
  const sign = negative ? '-' : (leadingSign ?? trailingSign) === 'S' ? '+' : ' '
  if (trailingSign === 'PR')
    return negative ? `${spaces}<${dollar ? '$' : ''}${number}>` : `${dollar ? '$' : ''}${body}  `
  if (dollar) return `${leadingSign ? sign : ''}$${body}${trailingSign ? sign : ''}`
  return `${spaces}${leadingSign ? sign : ''}${number}${trailingSign ? sign : ''}`
}

/** A regular expression of the texts that a format reads, with the digits before and behind the point as groups. */
function reader({ whole, fraction, dollar, leadingSign, trailingSign }: NumberFormat): RegExp {
  const digits = ({ size, exact }: DigitGroup) => `[0-9]{${exact ? size : `0,${size}`}}`
  const groups = whole.reduce((before, one, at) => {
    if (at === 0) return digits(one)
    const optional = whole.slice(0, at).every(({ exact }) => !exact)
    return optional ? `(?:${before},)?${digits(one)}` : `${before},${digits(one)}`
  }, '')
  const part = fraction && `(?:\\.(${digits(fraction)}))`
  const sign = (which: string | undefined) => (which === 'S' ? '([+-]?)' : which === 'MI' ? '(-?)' : '()')
  const number = `${dollar ? '\\$' : ''}(${groups})${part ? `${part}${fraction.exact ? '' : '?'}` : '()'}`
  const bracketed = trailingSign === 'PR' ? `(<?)${number}(>?)` : `${sign(leadingSign)}${number}${sign(trailingSign)}`
  return new RegExp(`^\\s*${bracketed}\\s*$`)
}

/** Reads numbers by a format. @returns unscaled numbers, undefined for what does not fit it */
export function numberReader(format: NumberFormat): (text: string) => bigint | undefined {
  const pattern = reader(format)
  const { scale } = formatDigits(format)
  return (text) => {
    const [, before = '', whole = '', fraction = '', after = ''] = pattern.exec(text) ?? []
    const digits = whole.replaceAll(',', '') + fraction.padEnd(scale, '0')
    if (whole === '' && fraction === '') return undefined
    if ((before === '<') !== (after === '>')) return undefined
    const unscaled = BigInt(digits)
    return before === '-' || before === '<' || after === '-' ? -unscaled : unscaled
  }
}
