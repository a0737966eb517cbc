/** Rows that a program's function gives have the columns that it said they would: one more is a slip, not to be lost. */
import { MillraceError } from '../../errors.ts'
import type { Field } from '../data-type.ts'
import { typeSql } from '../ddl/type-sql.ts'

export class KnownColumns {
  readonly #fields: readonly Field[]
  readonly #names: ReadonlySet<string>
  readonly #name: string

  /** @param name of the function */
  constructor(fields: readonly Field[], name: string) {
    this.#fields = fields
    this.#names = new Set(fields.map((one) => one.name))
    this.#name = name
  }

  /**
   * Spark's encoders cannot give such a row; its functions over pandas refuse it (RESULT_COLUMN_NAMES_MISMATCH).
   *
   * @param row an object by column name
   * @throws MILLRACE_UNKNOWN_COLUMN
   */
  check(row: object): void {
    for (const name in row) if (!this.#names.has(name)) throw this.#unknown(name)
  }

  #unknown(name: string): MillraceError {
    const schema = this.#fields.map((one) => `${one.name} ${typeSql(one.type)}`).join(', ')
    return new MillraceError(
      'MILLRACE_UNKNOWN_COLUMN',
      `A row given by ${this.#name} has ${name}, which is no column of its schema; add it to the schema or leave it out: ${schema}`,
      { parameters: { column: name, functionName: this.#name, schema } },
    )
  }
}
