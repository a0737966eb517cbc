/** Statements about variants and what a real Spark made of them (test/fixtures/spark/tools/variant.py). */
import { readFileSync } from 'node:fs'

/** A value of a row: variants as their bytes in hexadecimal, what JSON has no form for as text. */
export type Recorded =
  | null
  | boolean
  | number
  | string
  | readonly Recorded[]
  | { readonly $variant: readonly [string, string] }
  | { readonly $hex: string }
  | { readonly $str: string }
  | { readonly $map: readonly (readonly [Recorded, Recorded])[] }

/** A statement with its rows, or with its error. */
export interface RecordedStatement {
  readonly sql: string
  /** `name|type|null`, or `not null`. */
  readonly schema?: readonly string[]
  readonly rows?: readonly (readonly Recorded[])[]
  readonly error?: string | null
  readonly message?: string
}

/** JSON text with the variant, its text, its type and whether it is null; or the error. */
export interface RecordedParse {
  readonly json: string
  readonly rows?: readonly (readonly Recorded[])[]
  readonly error?: string | null
}

type Group = 'casts' | 'gets' | 'paths' | 'extract' | 'edits' | 'refusals' | 'schemas' | 'explode' | 'json'

/** A file that was read, with options. */
export interface RecordedRead {
  readonly format: 'json' | 'csv'
  readonly text: string
  readonly options: { readonly [name: string]: string }
  readonly schema: string | null
  readonly types?: readonly string[]
  readonly rows?: readonly (readonly Recorded[])[]
  readonly error?: string | null
  readonly message?: string
}

export const recorded: { readonly [name in Group]: readonly RecordedStatement[] } & {
  readonly parse: readonly RecordedParse[]
  readonly readers: readonly RecordedRead[]
} = JSON.parse(readFileSync(new URL('../../fixtures/spark/variant.json', import.meta.url), 'utf8'))

/** Bytes in hexadecimal. */
export const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
