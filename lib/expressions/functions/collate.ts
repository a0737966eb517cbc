import { MillraceError } from '../../errors.ts'
import type { SqlValue } from '../../types/data-type.ts'
import { typeSql } from '../../types/ddl/type-sql.ts'
import { stringType } from '../../types/types.ts'
import { collationName } from '../binder/collation-name.ts'
import { checkCount, exactArgument } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import { boundText } from '../bound-text.ts'
import type { BindContext, ScalarFunction } from '../scalar-function.ts'

/** The constant name of a collation. @throws UNEXPECTED_INPUT_TYPE, NON_FOLDABLE_ARGUMENT, COLLATION_INVALID_NAME */
function nameArgument(input: Bound, context: BindContext): string {
  if (input.type.kind !== 'string') {
    throw new MillraceError(
      'UNEXPECTED_INPUT_TYPE',
      `Parameter first of function \`collate\` requires the "STRING" type, however "${boundText(input)}" has the type ` +
        `"${typeSql(input.type)}".`,
      { sqlState: '42K09' },
    )
  }
  if (context.foldable(input)) return collationName(String(context.constant(input, 'collationName')))
  throw new MillraceError(
    'NON_FOLDABLE_ARGUMENT',
    'The function `collate` requires the parameter `collationName` to be a foldable expression of the type "STRING", but ' +
      'the actual argument is a non-foldable.',
    { sqlState: '42K08' },
  )
}

export const collate: ScalarFunction = {
  name: 'collate',
  summary: 'The text, compared by a collation: `UTF8_BINARY`, which it is anyway. Others are refused.',
  bind(args, context) {
    checkCount(args, 2, 2, context)
    const [input, named] = args as readonly [Bound, Bound]
    const collation = nameArgument(named, context)
    const text = exactArgument(input, 0, 'string', context)
    if (collation !== 'UTF8_BINARY') {
      throw new MillraceError(
        'MILLRACE_UNSUPPORTED_COLLATION',
        `Strings are compared as UTF8_BINARY only; compare \`lower(…)\` or \`rtrim(…)\` of them instead: ${collation}`,
      )
    }
    return { args: [text, named], type: stringType, nullable: text.nullable }
  },
  evaluate: ([text]) => text as SqlValue,
}
