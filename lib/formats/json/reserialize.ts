/** The current value written anew as compact JSON: Jackson's `copyCurrentStructure`, for strings out of `from_json`. */
import { quoteJson } from '../../types/json-text.ts'
import { javaDouble } from '../../types/number-text.ts'
import type { JsonTokens } from './json-tokens.ts'
import { Token } from './token.ts'

/** Takes the value at the current token (a bracket takes its whole structure) and gives its text. */
export function reserialize(tokens: JsonTokens): string {
  switch (tokens.token) {
    case Token.objectStart:
      return structure(tokens, Token.objectEnd)
    case Token.arrayStart:
      return structure(tokens, Token.arrayEnd)
    case Token.string:
      return quoteJson(tokens.text())
    case Token.integer:
      return BigInt(tokens.text()).toString()
    case Token.float: {
      const text = tokens.text()
      const value = Number(text.replace('INF', 'Infinity').replace(/^\+/, ''))
      return Number.isFinite(value) ? javaDouble(value) : `"${javaDouble(value)}"`
    }
    default:
      return tokens.text()
  }
}

function structure(tokens: JsonTokens, end: number): string {
  const object = end === Token.objectEnd
  let text = object ? '{' : '['
  for (let first = true; ; first = false) {
    const token = tokens.next()
    if (token === end || token === Token.none) return text + (object ? '}' : ']')
    if (!first) text += ','
    if (object) {
      text += `${quoteJson(tokens.name ?? '')}:`
      tokens.next()
    }
    text += reserialize(tokens)
  }
}
