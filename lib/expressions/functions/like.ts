import { likeFunction } from './regex/like-function.ts'

/** `a LIKE b` */
export const like = likeFunction(
  'like',
  '',
  'Whether a text fits a pattern in which `%` is any text and `_` any one character.',
)
