/** Functions from texts to a text or a number, as definitions. */
import type { DataType, SqlValue } from '../../../types/data-type.ts'
import { stringType } from '../../../types/types.ts'
import { type Accepted, signature } from '../../binder/signature.ts'
import type { ScalarFunction } from '../../scalar-function.ts'

/** What a plain function is made of. */
export interface PlainFunction {
  readonly name: string
  readonly aliases?: readonly string[]
  readonly summary: string
  readonly takes: readonly Accepted[]
  readonly optional?: number
  readonly gives?: DataType
  readonly nullable?: boolean
  /** Nothing but NULL is cast. */
  readonly exact?: true
}

/**
 * A function of non-null values that needs nothing but them.
 *
 * @param emit faster code for some forms of the arguments
 */
export function plainFunction<A extends readonly unknown[]>(
  form: PlainFunction,
  of: (...args: A) => SqlValue,
  emit?: ScalarFunction['emit'],
): ScalarFunction {
  const { takes, optional = 0, gives = stringType, nullable, exact = false } = form
  return {
    name: form.name,
    aliases: form.aliases ?? [],
    summary: form.summary,
    bind: signature({ takes, optional, gives, exact, ...(nullable === undefined ? {} : { nullable }) }),
    evaluate: (args) => of(...(args as A)),
    ...(emit ? { emit } : {}),
  }
}

/** Positions in Spark's strings count code points; this is false when they are the same as UTF-16 units. */
export function hasSurrogates(text: string): boolean {
  return /[\ud800-\udfff]/.test(text)
}

/** Number of code points. */
export function textLength(text: string): number {
  if (!hasSurrogates(text)) return text.length
  let length = 0
  for (const _ of text) length++
  return length
}

/** Part of a text by code points, from 0. */
export function sliceText(text: string, from: number, end?: number): string {
  return hasSurrogates(text) ? [...text].slice(from, end).join('') : text.slice(from, end)
}
