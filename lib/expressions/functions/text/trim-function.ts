/** trim, ltrim, rtrim and btrim as function definitions. */

import { stringType } from '../../../types/types.ts'
import { signature } from '../../binder/signature.ts'
import type { ScalarFunction } from '../../scalar-function.ts'
import { scratchMethod } from './text-scratch.ts'

function trimmed(text: string, characters: string, atStart: boolean, atEnd: boolean): string {
  if (characters === ' ') return trimmedSpaces(text, atStart, atEnd)
  const set = new Set(characters)
  const symbols = [...text]
  let from = 0
  let end = symbols.length
  while (atStart && from < end && set.has(symbols[from] as string)) from++
  while (atEnd && end > from && set.has(symbols[end - 1] as string)) end--
  return symbols.slice(from, end).join('')
}

function trimmedSpaces(text: string, atStart: boolean, atEnd: boolean): string {
  let from = 0
  let end = text.length
  while (atStart && from < end && text.charCodeAt(from) === 32) from++
  while (atEnd && end > from && text.charCodeAt(end - 1) === 32) end--
  return text.slice(from, end)
}

/**
 * @param textFirst whether the text comes before the characters to cut (`btrim`) or behind them (`trim`, `ltrim`)
 */
export function trimFunction(
  name: string,
  atStart: boolean,
  atEnd: boolean,
  textFirst: boolean,
  summary: string,
): ScalarFunction {
  return {
    name,
    summary,
    bind: signature({ takes: ['string', 'string'], optional: 1, gives: stringType }),
    evaluate(args) {
      const [first, second] = args as readonly [string, string | undefined]
      if (second === undefined) return trimmed(first, ' ', atStart, atEnd)
      return textFirst ? trimmed(first, second, atStart, atEnd) : trimmed(second, first, atStart, atEnd)
    },
    emit: (emitter, args) =>
      args.length === 1 ? scratchMethod('trim', `${atStart}`, `${atEnd}`)(emitter, args) : undefined,
  }
}
