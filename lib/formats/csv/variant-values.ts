/** Tokens as variants: Spark's `VariantValueConverter`, which remembers what a column was last. */
import type { SqlValue } from '../../types/data-type.ts'
import { timestampType } from '../../types/types.ts'
import { Decimal } from '../../types/values/decimal.ts'
import { VariantBuilder } from '../../types/variant/variant-builder.ts'
import { decimalDigits } from '../../types/variant/variant-layout.ts'
import { textReaderOf } from '../json/text-readers.ts'
import { dateReader, plainDecimal, readBoolean, readLong } from './converters.ts'
import type { CsvReadOptions } from './options.ts'

/** Writes a token's value; false when it is not of the kind. */
type Reader = (builder: VariantBuilder, text: string) => boolean

/** The kinds in the order in which they are tried; a column never goes back to one before the last it had. */
function readersOf(given: CsvReadOptions): readonly Reader[] {
  // Only what the formats say: text that merely looks like a time stays text.
  const options = { ...given, enableDateTimeParsingFallback: false }
  const date = dateReader(options)
  const timestamp = textReaderOf(timestampType, options)
  const plain = plainDecimal(options.locale)
  const of =
    <V>(read: (text: string) => V | undefined, write: (builder: VariantBuilder, value: V) => void): Reader =>
    (builder, text) => {
      const value = read(text)
      if (value !== undefined) write(builder, value)
      return value !== undefined
    }
  const dates = of(date, (builder, days) => builder.date(days as number))
  return [
    of(readLong, (builder, value) => builder.long(value)),
    of(
      (text) => decimalOf(plain(text)),
      (builder, { unscaled, scale }) => builder.decimal(unscaled, scale),
    ),
    ...(options.preferDate ? [dates] : []),
    of(timestamp, (builder, micros) => builder.timestamp(micros as bigint)),
    of(readBoolean, (builder, value) => builder.boolean(value)),
  ]
}

function decimalOf(text: string): Decimal | undefined {
  const value = /\s/.test(text) ? undefined : Decimal.parse(text)
  if (value === undefined) return undefined
  const digits = (value.unscaled < 0n ? -value.unscaled : value.unscaled).toString().length
  return Math.max(digits, value.scale) <= decimalDigits[2] ? value : undefined
}

/** Makes variants of the tokens of one column, record by record in the file's order. */
export class CsvVariantColumn {
  readonly #readers: readonly Reader[]
  readonly #nullValue: string
  /** The kind that the column had last. */
  #kind = 0

  constructor(options: CsvReadOptions) {
    this.#readers = readersOf(options)
    this.#nullValue = options.nullValue
  }

  /** Before a file: nothing is known of the column. */
  begin(): void {
    this.#kind = 0
  }

  append(builder: VariantBuilder, text: string): void {
    if (text === this.#nullValue) return builder.null()
    for (; this.#kind < this.#readers.length; this.#kind++) {
      if ((this.#readers[this.#kind] as Reader)(builder, text)) return
    }
    builder.text(text)
  }

  value(text: string): SqlValue {
    const builder = new VariantBuilder()
    this.append(builder, text)
    return builder.finish()
  }
}
