/** univocity gave the whole input up; Spark then fails whatever the mode. */
export class CsvSyntaxError extends Error {
  /** Whether a limit (columns, characters) was exceeded. */
  readonly limit: boolean

  constructor(message: string, limit: boolean) {
    super(message)
    this.limit = limit
  }
}
