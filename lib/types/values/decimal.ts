/** A DECIMAL in a user's row: exact, with the scale of its column. Calculate with a library of your choice from `text`. */
export class Decimal {
  /** The digits without the point: 1.50 is 150. */
  readonly unscaled: bigint
  readonly scale: number

  constructor(unscaled: bigint, scale: number) {
    this.unscaled = unscaled
    this.scale = scale
  }

  /**
   * Reads plain or scientific notation: `-1.50`, `15e-1`. Gives undefined for anything else.
   */
  static parse(text: string): Decimal | undefined {
    const match = /^\s*([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?\s*$/.exec(text)
    if (!match) return undefined
    const [, sign, whole = '', fraction = '', exponent = '0'] = match
    if (whole.length + fraction.length === 0) return undefined
    const digits = BigInt(whole + fraction)
    const scale = fraction.length - Number(exponent)
    const signed = sign === '-' ? -digits : digits
    return scale < 0 ? new Decimal(signed * 10n ** BigInt(-scale), 0) : new Decimal(signed, scale)
  }

  /** The same number with another scale, half-up as Spark's `Decimal.changePrecision`. */
  withScale(scale: number): Decimal {
    if (scale >= this.scale) return new Decimal(this.unscaled * 10n ** BigInt(scale - this.scale), scale)
    const unit = 10n ** BigInt(this.scale - scale)
    const magnitude = this.unscaled < 0n ? -this.unscaled : this.unscaled
    const rounded = (magnitude + unit / 2n) / unit
    return new Decimal(this.unscaled < 0n ? -rounded : rounded, scale)
  }

  /** Plain notation with all digits of the scale: `1.50`. */
  toString(): string {
    const negative = this.unscaled < 0n
    const digits = (negative ? -this.unscaled : this.unscaled).toString().padStart(this.scale + 1, '0')
    const whole = digits.slice(0, digits.length - this.scale)
    const text = this.scale > 0 ? `${whole}.${digits.slice(digits.length - this.scale)}` : whole
    return negative ? `-${text}` : text
  }

  toJSON(): string {
    return this.toString()
  }

  /** The nearest double. */
  valueOf(): number {
    return Number(this.toString())
  }
}
