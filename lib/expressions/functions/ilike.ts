import { likeFunction } from './regex/like-function.ts'

/** `a ILIKE b` */
export const ilike = likeFunction('ilike', 'i', 'Like `like`, whatever the case.')
