/** What from_json and from_csv have in common: text, a schema in DDL, and options. */
import { MillraceError } from '../../../errors.ts'
import type { Bound } from '../../bound.ts'
import { boundText } from '../../bound-text.ts'
import type { BindContext, BoundCall } from '../../scalar-function.ts'
import { constantOptions } from './constant-options.ts'

/** What a parser is made of, besides the call's type. */
export interface ReadData {
  readonly options: readonly (readonly [string, string])[]
  readonly zone: string
}

/**
 * The schema as it is written, and the parts of the bound call that do not depend on it.
 *
 * @param text the first argument, of type STRING
 * @throws INVALID_SCHEMA.NON_STRING_LITERAL, INVALID_OPTIONS.*
 */
export function readBySchema(
  text: Bound,
  args: readonly Bound[],
  context: BindContext,
): { readonly schema: string; readonly parts: Pick<BoundCall, 'args' | 'data' | 'text'> } {
  const schema = schemaText(args[1] as Bound, context)
  const data: ReadData = { options: args[2] ? constantOptions(args[2], context) : [], zone: context.zone }
  // Spark shows neither schema nor options.
  return { schema, parts: { args: [text, ...args.slice(1)], data, text: `${context.name}(${boundText(text)})` } }
}

/** A type or schema given as a constant text. @throws INVALID_SCHEMA.NON_STRING_LITERAL */
export function schemaText(given: Bound, context: BindContext): string {
  const schema = context.foldable(given) ? context.constant(given, 'schema') : undefined
  if (typeof schema === 'string') return schema
  throw new MillraceError(
    'INVALID_SCHEMA.NON_STRING_LITERAL',
    `The input schema "${boundText(given)}" is not a valid schema string. The input expression must be string literal ` +
      'and not null.',
    { sqlState: '42K07' },
  )
}
