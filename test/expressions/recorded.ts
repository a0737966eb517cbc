import { readFileSync } from 'node:fs'

/** What Spark made of an expression: columns, a refusal by its parser, or one by its analyzer. */
export interface RecordedCase {
  readonly text: string
  readonly ddl?: string
  readonly legacy?: string
  readonly parseError?: { readonly condition: string; readonly message: string }
  readonly error?: { readonly condition: string; readonly message: string }
}

/** Expressions run through a real Spark; see `about` in the file. */
export const recorded: { readonly schema: string; readonly cases: readonly RecordedCase[] } = JSON.parse(
  readFileSync(new URL('./spark-expressions.json', import.meta.url), 'utf8'),
)
