import type { SqlValue } from '../../types/data-type.ts'
import { stringType } from '../../types/types.ts'
import { mismatch } from '../binder/mismatch.ts'
import { checkCount, exactArgument } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import { boundText } from '../bound-text.ts'
import { literalOf, textLiteral } from '../build.ts'
import { callText } from '../call-text.ts'
import type { BindContext, NamedParameter, ScalarFunction } from '../scalar-function.ts'
import { textLength } from './text/text-function.ts'

/** What stands for upper case, lower case, digits and the rest; null leaves them as they are. */
const parameters: readonly NamedParameter[] = [
  { name: 'str' },
  { name: 'upperChar', default: textLiteral('X') },
  { name: 'lowerChar', default: textLiteral('x') },
  { name: 'digitChar', default: textLiteral('n') },
  { name: 'otherChar', default: literalOf(null, stringType) },
]

function checkReplacement(input: Bound, at: number, context: BindContext): void {
  const name = parameters[at]?.name as string
  const value = context.constant(input, name)
  if (value === null || textLength(value as string) === 1) return
  throw mismatch(context, 'INPUT_SIZE_NOT_ONE', `Length of ${name} should be 1.`)
}

const classes = [/\p{Uppercase}/u, /\p{Lowercase}/u, /\p{Nd}/u]

function masked(text: string, replacements: readonly SqlValue[]): string {
  let result = ''
  for (const symbol of text) {
    const found = classes.findIndex((one) => one.test(symbol))
    result += replacements[found < 0 ? 3 : found] ?? symbol
  }
  return result
}

export const mask: ScalarFunction = {
  name: 'mask',
  summary: 'The text with letters, digits and other characters replaced by one of each kind.',
  parameters,
  bind(args, context) {
    checkCount(args, 1, 5, context)
    const cast = args.map((arg, at) => exactArgument(arg, at, 'string', context))
    for (const [at, replacement] of cast.entries()) if (at > 0) checkReplacement(replacement, at, context)
    return { args: cast, type: stringType, nullable: true, text: callText(context.name, cast.map(boundText)) }
  },
  nulls: 'custom',
  evaluate: ([text, ...replacements]) =>
    text === null ? null : masked(text as string, replacements as readonly SqlValue[]),
}
