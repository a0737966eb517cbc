import { utf8Of } from '../../columnar/bytes.ts'
import { JsonFailure } from '../../formats/json/json-cursor.ts'
import { JsonTokens } from '../../formats/json/json-tokens.ts'
import { defaultSyntax } from '../../formats/json/options.ts'
import { Token } from '../../formats/json/token.ts'
import { arrayType, stringType } from '../../types/types.ts'
import { plainFunction } from './text/text-function.ts'

function keysOf(text: string): string[] | null {
  const bytes = utf8Of(text)
  const tokens = new JsonTokens(defaultSyntax)
  try {
    tokens.reset(bytes, 0, bytes.length)
    if (tokens.next() !== Token.objectStart) return null
    const keys: string[] = []
    for (;;) {
      const token = tokens.next()
      if (token === Token.objectEnd) return keys
      if (token === Token.none) return null
      keys.push(tokens.name ?? '')
      tokens.next()
      tokens.skipChildren()
    }
  } catch (error) {
    if (error instanceof JsonFailure) return null
    throw error
  }
}

export const jsonObjectKeys = plainFunction(
  {
    name: 'json_object_keys',
    summary: 'The keys of a JSON object; null for anything else.',
    takes: ['string'],
    gives: arrayType(stringType),
    nullable: true,
    exact: true,
  },
  keysOf,
)
