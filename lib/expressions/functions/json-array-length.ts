import { utf8Of } from '../../columnar/bytes.ts'
import { JsonFailure } from '../../formats/json/json-cursor.ts'
import { JsonTokens } from '../../formats/json/json-tokens.ts'
import { defaultSyntax } from '../../formats/json/options.ts'
import { Token } from '../../formats/json/token.ts'
import { intType } from '../../types/types.ts'
import { plainFunction } from './text/text-function.ts'

function elementCount(text: string): number | null {
  const bytes = utf8Of(text)
  const tokens = new JsonTokens(defaultSyntax)
  try {
    tokens.reset(bytes, 0, bytes.length)
    if (tokens.next() !== Token.arrayStart) return null
    for (let count = 0; ; count++) {
      const token = tokens.next()
      if (token === Token.arrayEnd) return count
      if (token === Token.none) return null
      tokens.skipChildren()
    }
  } catch (error) {
    if (error instanceof JsonFailure) return null
    throw error
  }
}

export const jsonArrayLength = plainFunction(
  {
    name: 'json_array_length',
    summary: 'How many elements a JSON array has; null for anything else.',
    takes: ['string'],
    gives: intType,
    nullable: true,
  },
  elementCount,
)
