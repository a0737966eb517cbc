import { quantifiedLike } from './regex/quantified-like.ts'

/** `a NOT LIKE ALL (…)` */
export const notLikeAll = quantifiedLike('notlikeall', true, true, 'Whether a text fits none of the patterns.')
