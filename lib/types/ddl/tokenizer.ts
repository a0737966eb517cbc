/**
 * Splits DDL and SQL text into tokens by Spark's lexer rules: words, backquoted names, strings, numbers with their
 * suffixes, symbols; comments and white space go. `>` always stands alone, so that `ARRAY<ARRAY<INT>>` needs no care;
 * who reads shifts looks at adjacent ones.
 */
import { MillraceError } from '../../errors.ts'

export type TokenKind = 'word' | 'quoted' | 'string' | 'number' | 'symbol' | 'unknown' | 'end'

/** A piece of the text; `text` is what was written, `upper` the same in upper case for words (else empty). */
export interface Token {
  readonly kind: TokenKind
  readonly text: string
  readonly upper: string
  readonly start: number
  readonly end: number
}

const blank = /[ \t\n\f\r\v\u00a0\u1680\u2000-\u200a\u2028\u202f\u205f\u3000]+/y
const lineComment = /--(?:\\\n|[^\r\n])*\r?\n?/y
const word = /[\p{L}0-9_]+/uy
const backquoted = /`(?:[^`]|``)*`/y
const quotedText = /'(?:[^'\\]|\\[\s\S]|'')*'|"(?:[^"\\]|\\[\s\S]|"")*"/y
const rawText = /[rR](?:'[^']*'|"[^"]*")/y
const decimal = /(?:\d+\.\d*|\.\d+)(?:[eE][+-]?\d+)?(?:[bB][dD]|[fFdD])?(?![A-Za-z0-9_])/y
const whole = /\d+(?:[eE][+-]?\d+(?:[bB][dD]|[fFdD])?|[bB][dD]|[lLsSyYfFdD])?(?![\p{L}0-9_])/uy
const symbol = /<=>|<=|<>|<<|>=|!=|!>|!<|==|=>|->|::|\|\||[-+*/%=<>!~&|^()[\],.;:?]/y

const rules: readonly (readonly [TokenKind, RegExp])[] = [
  ['string', rawText],
  ['number', decimal],
  ['number', whole],
  ['word', word],
  ['quoted', backquoted],
  ['string', quotedText],
  ['symbol', symbol],
]

function matchAt(rule: RegExp, text: string, at: number): string | undefined {
  rule.lastIndex = at
  return rule.exec(text)?.[0]
}

/** Length of a bracketed comment, which may nest; `/*+` begins a hint, which is none. */
function bracketedComment(text: string, at: number): number {
  if (!text.startsWith('/*', at) || text[at + 2] === '+') return 0
  let depth = 0
  for (let next = at; next < text.length; next++) {
    if (text.startsWith('/*', next)) depth++
    else if (text.startsWith('*/', next)) depth--
    else continue
    next++
    if (depth === 0) return next + 1 - at
  }
  throw new MillraceError(
    'UNCLOSED_BRACKETED_COMMENT',
    `Found an unclosed bracketed comment. Please, append */ at the end of the comment.\n== SQL ==\n${text}`,
    { sqlState: '42601' },
  )
}

function skipHidden(text: string, from: number): number {
  let at = from
  for (;;) {
    const hidden = matchAt(blank, text, at) ?? matchAt(lineComment, text, at)
    const length = hidden === undefined ? bracketedComment(text, at) : hidden.length
    if (length === 0) return at
    at += length
  }
}

/**
 * Tokens of a text, the last one of kind `end`.
 *
 * @throws UNCLOSED_BRACKETED_COMMENT; characters that begin nothing become tokens of kind `unknown`
 */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = []
  let at = skipHidden(text, 0)
  while (at < text.length) {
    const token = tokenAt(text, at)
    tokens.push(token)
    at = skipHidden(text, token.end)
  }
  tokens.push({ kind: 'end', text: '', upper: '', start: text.length, end: text.length })
  return tokens
}

function tokenAt(text: string, at: number): Token {
  for (const [kind, rule] of rules) {
    const found = matchAt(rule, text, at)
    if (found === undefined) continue
    const upper = kind === 'word' ? found.toUpperCase() : ''
    return { kind, text: found, upper, start: at, end: at + found.length }
  }
  const character = String.fromCodePoint(text.codePointAt(at) as number)
  return { kind: 'unknown', text: character, upper: '', start: at, end: at + character.length }
}

const simpleEscapes: { readonly [letter: string]: string } = {
  '0': '\0',
  b: '\b',
  n: '\n',
  r: '\r',
  t: '\t',
  Z: '\u001a',
  // A LIKE pattern needs these two with their backslash.
  '%': '\\%',
  _: '\\_',
}

/** `r'a\d'` */
export const isRaw = ({ text }: Token): boolean => text[0] === 'r' || text[0] === 'R'

/** What a string token means: quotes off, escapes and doubled quotes resolved; raw strings as they stand. */
export function stringValue(token: Token): string {
  const { text } = token
  if (isRaw(token)) return text.slice(2, -1)
  const quote = text[0] as string
  const inner = text.slice(1, -1)
  return inner.replace(
    /\\(?:U([0-9a-fA-F]{8})|u([0-9a-fA-F]{4})|([01][0-7][0-7])|([\s\S]))|''|""/g,
    (whole, long?: string, short?: string, octal?: string, letter?: string) => {
      if (long !== undefined || short !== undefined) return unicode(Number.parseInt(long ?? short ?? '', 16), whole)
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8))
      if (letter !== undefined) return simpleEscapes[letter] ?? letter
      return whole[0] === quote ? quote : whole
    },
  )
}

function unicode(code: number, written: string): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : written
}

/** The name in a backquoted token. */
export function quotedName(token: Token): string {
  return token.text.slice(1, -1).replaceAll('``', '`')
}
