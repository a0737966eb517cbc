import { toBase32 as of } from './text/base32.ts'
import { plainFunction } from './text/text-function.ts'

export const toBase32 = plainFunction({ name: 'to_base32', summary: 'Binary as base32 text.', takes: ['binary'] }, of)
