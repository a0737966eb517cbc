import { MillraceError } from '../../errors.ts'
import { stringType } from '../../types/types.ts'
import { mismatch } from '../binder/mismatch.ts'
import { signature } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { BindContext, BoundParts, ScalarFunction } from '../scalar-function.ts'
import { patternOf } from './regex/pattern-of.ts'
import { expandReplacement } from './regex/replacement.ts'
import { sliceText } from './text/text-function.ts'

const bindReplace = signature({ takes: ['string', 'string', 'string', 'int'], optional: 1, gives: stringType })

function bindPositive(args: readonly Bound[], context: BindContext): BoundParts {
  const bound = bindReplace(args, context)
  const position = bound.args[3] && context.constant(bound.args[3], 'position')
  if (typeof position !== 'number' || position > 0) return bound
  const detail = `The position must be between (0, 2147483647] (current value = ${position}).`
  throw mismatch(context, 'VALUE_OUT_OF_RANGE', detail)
}

export const regexpReplace: ScalarFunction = {
  name: 'regexp_replace',
  summary: 'The text with each place that a regular expression fits replaced; `$1` stands for a group.',
  bind: Object.assign(bindPositive, { form: bindReplace.form }),
  evaluate([text, pattern, by, position = 1], call) {
    const compiled = patternOf(call, pattern as string)
    const before = sliceText(text as string, 0, Math.max(0, (position as number) - 1))
    const rest = (text as string).slice(before.length)
    const replaced = rest.replace(compiled.all, (...found: unknown[]) => {
      const expanded = expandReplacement(by as string, found, compiled)
      if (expanded !== undefined) return expanded
      throw new MillraceError(
        'INVALID_REGEXP_REPLACE',
        `Could not perform regexp_replace for source = "${text}", pattern = "${pattern}", replacement = "${by}" and position = ${position}.`,
        { sqlState: '22023' },
      )
    })
    return before + replaced
  },
}
