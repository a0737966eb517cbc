import { quantifiedLike } from './regex/quantified-like.ts'

/** `a NOT LIKE ANY (…)` */
export const notLikeAny = quantifiedLike('notlikeany', false, true, 'Whether a text does not fit one of the patterns.')
