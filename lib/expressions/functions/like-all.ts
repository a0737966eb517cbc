import { quantifiedLike } from './regex/quantified-like.ts'

/** `a LIKE ALL (…)` */
export const likeAll = quantifiedLike('likeall', true, false, 'Whether a text fits all patterns.')
