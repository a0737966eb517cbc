import { readFileSync } from 'node:fs'
import { MillraceError } from '../../lib/errors.ts'
import type { Binder } from '../../lib/expressions/binder/binder.ts'
import type { Expression } from '../../lib/expressions/expression.ts'
import { schemaDdl } from '../../lib/types/ddl/type-sql.ts'
import type { Schema } from '../../lib/types/schema.ts'

interface RecordedError {
  readonly condition: string
  readonly message: string
}

/** What Spark made of an expression: columns, a refusal by its parser, or one by its analyzer. */
export interface RecordedCase {
  readonly text: string
  readonly ddl?: string
  readonly legacy?: string
  readonly parseError?: RecordedError
  readonly error?: RecordedError
}

const read = (name: string) => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'))

/** Expressions run through a real Spark; see `about` in the file. */
export const recorded: { readonly schema: string; readonly cases: readonly RecordedCase[] } =
  read('./spark-expressions.json')

/** Odd texts. */
export const recordedParsing: { readonly schema: string; readonly cases: readonly RecordedCase[] } =
  read('./spark-parsing.json')

/** Expressions over one frame, an aliased one, and two side by side; calls of Column's methods by name. */
export const recordedBinding: {
  readonly schema: string
  readonly other: string
  /** Recorded with the session's zone in New York. */
  readonly functionSchema: string
  readonly functions: readonly RecordedCase[]
  readonly [over: string]: readonly RecordedCase[] | string
} & {
  readonly column: readonly (Omit<RecordedCase, 'text'> & { readonly name: string })[]
} = read('./spark-binding.json')

/** Name of a function that Spark has and millrace does not. */
export class Missing {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

/** The columns a select list gives as DDL, or `condition: message` of its refusal. */
export function outcome(binder: Binder, items: () => readonly Expression[], input: Schema): string | Missing {
  try {
    const list = binder.bindSelect(items(), input).at(-1)
    return schemaDdl(list && 'project' in list ? list.project.map((column) => column.field) : [])
  } catch (error) {
    if (!(error instanceof MillraceError)) throw error
    if (error.condition === 'MILLRACE_UNSUPPORTED_FUNCTION') return new Missing(error.parameters.functionName ?? '')
    return `${error.condition}: ${error.message.trimEnd()}`
  }
}

/** What Spark gave, in the same form. */
export function expected(one: {
  readonly ddl?: string
  readonly error?: RecordedError
  readonly parseError?: RecordedError
}): string {
  const error = one.error ?? one.parseError
  return one.ddl ?? `${error?.condition}: ${error?.message.trimEnd()}`
}
