import { quantifiedLike } from './regex/quantified-like.ts'

/** `a LIKE ANY (…)` */
export const likeAny = quantifiedLike('likeany', false, false, 'Whether a text fits one of the patterns.')
