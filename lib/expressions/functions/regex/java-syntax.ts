/** A regular expression of Java's, parsed; flags are resolved into what they mean. */

export type JavaNode =
  /** JavaScript for what needs no more translation: a character, a class, an assertion. */
  | { readonly kind: 'leaf'; readonly source: string; readonly assertion?: boolean }
  | { readonly kind: 'sequence'; readonly items: readonly JavaNode[] }
  | { readonly kind: 'branches'; readonly items: readonly JavaNode[] }
  /** `index` counts capturing groups from 1; undefined for `(?:…)`. */
  | { readonly kind: 'group'; readonly index: number | undefined; readonly body: JavaNode }
  | { readonly kind: 'atomic'; readonly body: JavaNode }
  | { readonly kind: 'look'; readonly behind: boolean; readonly negative: boolean; readonly body: JavaNode }
  | {
      readonly kind: 'repeated'
      readonly body: JavaNode
      readonly least: number
      readonly most: number
      readonly mode: '' | '?' | '+'
      /** Written with braces. */
      readonly counted: boolean
    }
  | { readonly kind: 'reference'; readonly index: number }

/** The flags in force at a place of a pattern. */
export interface JavaFlags {
  /** i */
  readonly ignoreCase: boolean
  /** u: case is that of Unicode, not ASCII's alone. */
  readonly unicodeCase: boolean
  /** m */
  readonly multiLine: boolean
  /** s */
  readonly dotAll: boolean
  /** d: `\n` alone ends lines. */
  readonly unixLines: boolean
  /** x: blanks and comments stand between. */
  readonly comments: boolean
  /** U: classes are Unicode's. */
  readonly unicodeClasses: boolean
}

export const noFlags: JavaFlags = {
  ignoreCase: false,
  unicodeCase: false,
  multiLine: false,
  dotAll: false,
  unixLines: false,
  comments: false,
  unicodeClasses: false,
}

const flagNames: { readonly [letter: string]: keyof JavaFlags } = {
  i: 'ignoreCase',
  u: 'unicodeCase',
  m: 'multiLine',
  s: 'dotAll',
  d: 'unixLines',
  x: 'comments',
  U: 'unicodeClasses',
}

/** Flags with those of `i-m` switched; undefined for letters that are none. */
export function switchedFlags(flags: JavaFlags, letters: string): JavaFlags | undefined {
  const switched: { -readonly [F in keyof JavaFlags]: boolean } = { ...flags }
  let on = true
  for (const letter of letters) {
    if (letter === '-') on = false
    else {
      const name = flagNames[letter]
      if (!name) return undefined
      switched[name] = on
      if (letter === 'U' && on) switched.unicodeCase = true
    }
  }
  return switched
}
