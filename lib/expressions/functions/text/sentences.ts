/** Sentences and words of a text as Java's `BreakIterator` finds them, whatever the locale. */

const ideographs = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}'

/** A letter with the marks and invisible characters behind it, which never part a word. */
const letter = `(?:(?![${ideographs}])\\p{L}[\\p{M}\\p{Cf}]*)`
const word = `${letter}+(?:[\\p{Pd}_\\u00ad\\u2027"'.]${letter}+)*`
const number = `\\p{N}+(?:["',.\\u066b]\\p{N}+)*`
const chain = `(?:${number}${word})*(?:${number}[\\u00a2%\\u066a\\u2030\\u2031]?)?`

/** Words and numbers stick together (`1st`, `c1,000d`), as does a number with the sign before it (`$5`). */
const units = new RegExp(
  '\\p{Script=Han}+|\\p{Script=Hiragana}+|[\\p{Script=Katakana}\\u30fc]+|' +
    `(?=[\\p{L}\\p{N}])(?:${word})?${chain}|[\\p{Sc}#.]${chain}|[^]`,
  'gu',
)

const space = '[\\t\\r\\f\\n\\u2028\\p{Zs}]'
const closing = `[\\p{Pe}\\p{Pf}"']`
const end = '[!?\\u3002\\uff01\\uff1f]'
const period = '[.\\uff0e]'

/**
 * Where a sentence ends: a mark that can be nothing else; a period before a blank, but not before a small letter or a
 * digit; a period before a quotation that begins with a capital; the end of a paragraph.
 */
const ends = new RegExp(
  `${end}(?:${end}|${period}|${closing})*${space}*\\u2029?|` +
    `${period}(?:${end}|${period}|${closing})*${space}+(?![\\p{Ll}\\p{N}])(?=[^])|` +
    `${period}(?=["']\\p{Lu})|\\u2029`,
  'gu',
)

/** The words of each sentence; what begins with neither a letter nor a digit is none. */
export function sentencesOf(text: string): string[][] {
  const sentences: string[][] = []
  let from = 0
  for (const { 0: mark, index } of text.matchAll(ends)) {
    sentences.push(wordsOf(text.slice(from, index + mark.length)))
    from = index + mark.length
  }
  if (from < text.length) sentences.push(wordsOf(text.slice(from)))
  return sentences
}

function wordsOf(sentence: string): string[] {
  return (sentence.match(units) ?? []).filter((unit) => /^[\p{L}\p{Nd}]/u.test(unit))
}
