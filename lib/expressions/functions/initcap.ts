import { plainFunction } from './text/text-function.ts'

/** Words are what blanks separate. */
function capitalise(text: string): string {
  return text.toLowerCase().replace(/(^| )([^ ])/gu, (_, blank: string, first: string) => blank + titleCase(first))
}

/** Title case of a letter: U+01C4 and its kin have one of their own, `ß` stays. */
function titleCase(letter: string): string {
  const upper = letter.toUpperCase()
  return [...upper].length === 1 ? upper : letter
}

export const initcap = plainFunction(
  { name: 'initcap', summary: 'The text with each word in small letters but for the first.', takes: ['string'] },
  capitalise,
)
