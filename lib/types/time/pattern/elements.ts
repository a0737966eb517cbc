/** What a datetime pattern consists of, after Java's `DateTimeFormatterBuilder.appendPattern`. */

/** Fields that a pattern's letters stand for. */
export type PatternField =
  | 'era'
  | 'year'
  | 'yearOfEra'
  | 'month'
  | 'day'
  | 'dayOfYear'
  | 'dayOfWeek'
  | 'alignedDay'
  | 'quarter'
  | 'amPm'
  | 'hour'
  | 'clockHour'
  | 'hourOfAmPm'
  | 'clockHourOfAmPm'
  | 'minute'
  | 'second'

/** A number of `min` to `max` digits. */
export interface NumberElement {
  readonly kind: 'number'
  readonly field: PatternField
  readonly min: number
  readonly max: number
  /** `normal`: a minus where negative; `exceedsPad`: also a plus where it has more than `min` digits. */
  readonly sign: 'normal' | 'notNegative' | 'exceedsPad'
  /** Two digits of a year in 2000 to 2099. */
  readonly reduced?: true
  /** Digits that the numbers right behind it need; -1: this one has a fixed width because a number follows. */
  subsequent: number
}

export type PatternElement =
  | NumberElement
  | { readonly kind: 'literal'; readonly text: string }
  | {
      readonly kind: 'text'
      readonly field: PatternField
      readonly full: boolean
      /** The form of a name outside a date (`L`). */
      readonly standalone?: true
      /** In another language than English, by value from the field's first one. */
      readonly names?: readonly string[]
    }
  | { readonly kind: 'fraction'; readonly min: number; readonly max: number }
  | { readonly kind: 'zoneId' }
  /** `generic`: the name that standard time and summer time share. */
  | { readonly kind: 'zoneName'; readonly full: boolean; readonly generic: boolean }
  /** `form` in Java's words: `+HHMM`, `+HH:MM:ss`; `zero` is printed for UTC. */
  | { readonly kind: 'offset'; readonly form: string; readonly zero: string }
  | { readonly kind: 'localizedOffset'; readonly full: boolean }
  | { readonly kind: 'optional'; readonly elements: readonly PatternElement[] }
