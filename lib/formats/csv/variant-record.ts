/** A whole record as one variant: an object of its tokens (singleVariantColumn). */
import { MillraceError } from '../../errors.ts'
import type { SqlValue } from '../../types/data-type.ts'
import { VariantBuilder, type VariantField } from '../../types/variant/variant-builder.ts'
import type { CsvReadOptions } from './options.ts'
import { CsvVariantColumn } from './variant-values.ts'

export class CsvVariantRecord {
  readonly #options: CsvReadOptions
  readonly #columns: CsvVariantColumn[] = []
  /** The file's header; without one columns are called `_c0`, `_c1`, … */
  #names: readonly string[] | undefined

  constructor(options: CsvReadOptions) {
    this.#options = options
  }

  /** Before a file. */
  begin(): void {
    this.#names = undefined
    for (const column of this.#columns) column.begin()
  }

  /** Behind the header. */
  header(names: readonly string[]): void {
    this.#names = names
  }

  /** The object, and why the record is malformed: it has not the header's number of tokens, or a name is there twice. */
  read(tokens: readonly string[]): { readonly value: SqlValue; readonly failure: string | undefined } {
    const builder = new VariantBuilder()
    const width = this.#names?.length ?? tokens.length
    const fields = tokens.slice(0, width).map((token, at): VariantField => {
      const key = this.#names?.[at] ?? `_c${at}`
      const field = { key, id: builder.key(key), offset: builder.top }
      this.#column(at).append(builder, token)
      return field
    })
    const failure =
      tokens.length === width ? undefined : `Malformed CSV record: ${tokens.length} values for ${width} columns`
    try {
      builder.object(0, fields)
    } catch (error) {
      if (error instanceof MillraceError) return { value: null, failure: error.message }
      throw error
    }
    return { value: builder.finish(), failure }
  }

  #column(at: number): CsvVariantColumn {
    const known = this.#columns[at]
    if (known) return known
    const made = new CsvVariantColumn(this.#options)
    this.#columns[at] = made
    return made
  }
}
