import { intType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { hasSurrogates, sliceText, textLength } from './text/text-function.ts'

/** Position from 1 of a part in a text at or behind a position from 1; 0 when it is not there. */
export function positionOf(part: string, text: string, from = 1): number {
  if (from < 1) return 0
  // Spark's search for an empty part does not look at where it starts.
  if (part === '') return 1
  if (!hasSurrogates(text)) return text.indexOf(part, from - 1) + 1
  const rest = sliceText(text, from - 1)
  const at = rest.indexOf(part)
  return at < 0 ? 0 : from + textLength(rest.slice(0, at))
}

/** A null start gives 0, as in Spark's `StringLocate`. */
export const locate: ScalarFunction = {
  name: 'locate',
  aliases: ['position'],
  summary: 'The position (from 1) of a text in another, 0 when it is not in it.',
  bind: signature({
    takes: ['string', 'string', 'int'],
    optional: 1,
    gives: intType,
    nullable: (args) => args.slice(0, 2).some((arg) => arg.nullable),
  }),
  nulls: 'custom',
  evaluate(args) {
    const [part, text, from] = args as readonly (string | number | null | undefined)[]
    if (from === null) return 0
    if (part === null || text === null) return null
    return positionOf(part as string, text as string, from as number | undefined)
  },
}
