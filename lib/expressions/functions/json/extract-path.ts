/** What a path leads to in JSON text, as text: Spark's `GetJsonObjectEvaluator`. */
import { utf8Of } from '../../../columnar/bytes.ts'
import { JsonFailure } from '../../../formats/json/json-cursor.ts'
import { JsonTokens } from '../../../formats/json/json-tokens.ts'
import { defaultSyntax } from '../../../formats/json/options.ts'
import { reserialize } from '../../../formats/json/reserialize.ts'
import { Token } from '../../../formats/json/token.ts'
import { quoteJson } from '../../../types/json-text.ts'
import type { PathStep } from './json-path.ts'

/** A found value: its JSON text, and its own text where it is a string. */
interface Found {
  readonly json: string
  readonly text: string
}

/** @returns null when nothing is there, JSON null is there, or the text is not JSON */
export function extractPath(text: string, path: readonly PathStep[]): string | null {
  const bytes = utf8Of(text)
  const tokens = new JsonTokens(defaultSyntax)
  try {
    tokens.reset(bytes, 0, bytes.length)
    if (tokens.next() === Token.none) return null
    const found = follow(tokens, path, 0)
    if (found.length === 0) return null
    return found.length === 1 ? (found[0] as Found).text : `[${found.map(({ json }) => json).join(',')}]`
  } catch (error) {
    if (error instanceof JsonFailure) return null
    throw error
  }
}

/** Takes the whole value at the current token. */
function follow(tokens: JsonTokens, path: readonly PathStep[], at: number): readonly Found[] {
  const step = path[at]
  if (step === undefined) return whole(tokens)
  if (tokens.token === Token.objectStart && (step.kind === 'name' || step.kind === 'anyName')) {
    return members(tokens, path, at, step.kind === 'name' ? step.name : undefined)
  }
  if (tokens.token === Token.arrayStart && (step.kind === 'index' || step.kind === 'anyElement')) {
    return elements(tokens, path, at, step.kind === 'index' ? step.index : undefined)
  }
  tokens.skipChildren()
  return []
}

function whole(tokens: JsonTokens): readonly Found[] {
  if (tokens.token === Token.null) return []
  if (tokens.token !== Token.string) {
    const json = reserialize(tokens)
    return [{ json, text: json }]
  }
  const text = tokens.text()
  return [{ json: quoteJson(text), text }]
}

/** The first member of a name that leads somewhere; of all members all that do. The rest is read too: it must be JSON. */
function members(
  tokens: JsonTokens,
  path: readonly PathStep[],
  at: number,
  name: string | undefined,
): readonly Found[] {
  const found: Found[] = []
  for (;;) {
    const token = tokens.next()
    if (token === Token.objectEnd) return found
    if (token === Token.none) throw new JsonFailure('The object does not end', tokens.start)
    const wanted = name === undefined || (tokens.name === name && found.length === 0)
    tokens.next()
    if (wanted) found.push(...follow(tokens, path, at + 1))
    else tokens.skipChildren()
  }
}

function elements(
  tokens: JsonTokens,
  path: readonly PathStep[],
  at: number,
  index: number | undefined,
): readonly Found[] {
  const found: Found[] = []
  for (let position = 0; ; position++) {
    const token = tokens.next()
    if (token === Token.arrayEnd) return found
    if (token === Token.none) throw new JsonFailure('The array does not end', tokens.start)
    if (index === undefined || index === position) found.push(...follow(tokens, path, at + 1))
    else tokens.skipChildren()
  }
}
