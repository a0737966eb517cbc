import { plainFunction } from './text/text-function.ts'

/** Codes of A to Z; 0 parts two equal codes, 7 does not. */
const codes = '01230127022455012623017202'

const codeOf = (letter: string) => codes[letter.charCodeAt(0) - 65] as string

/** Texts that do not begin with a letter of ASCII stay as they are. */
function code(text: string): string {
  const letters = text.replace(/[a-z]/g, (letter) => letter.toUpperCase())
  if (!/^[A-Z]/.test(letters)) return text
  let sound = letters[0] as string
  let last = codeOf(sound)
  for (let at = 1; at < letters.length && sound.length < 4; at++) {
    const letter = letters[at] as string
    const next = letter >= 'A' && letter <= 'Z' ? codeOf(letter) : '0'
    if (next === '7') continue
    if (next !== '0' && next !== last) sound += next
    last = next
  }
  return sound.padEnd(4, '0')
}

export const soundex = plainFunction(
  {
    name: 'soundex',
    summary: 'The Soundex code of a text, by which words that sound alike are found.',
    takes: ['string'],
    exact: true,
  },
  code,
)
