/** What a real Spark wrote for rows of every type, and what its from_json answered. */
import { readFileSync } from 'node:fs'

interface WriterCase {
  readonly name: string
  readonly sql?: string
  readonly schema?: string
  readonly options?: Readonly<Record<string, string>>
  readonly conf?: Readonly<Record<string, string>>
  readonly text?: string
  readonly base64?: string
  readonly toJson?: unknown
  readonly error?: string
  readonly input?: readonly (string | null)[]
  readonly results?: readonly { readonly s?: string | null; readonly j?: string | null; readonly error?: string }[]
  readonly values?: readonly (readonly [string, string])[]
}

export const writerCases: readonly WriterCase[] = (
  JSON.parse(readFileSync(new URL('../../fixtures/spark/json-writer.json', import.meta.url), 'utf8')) as {
    readonly cases: readonly WriterCase[]
  }
).cases
