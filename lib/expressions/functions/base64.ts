import { toBase64 } from './text/base64.ts'
import { plainFunction } from './text/text-function.ts'

export const base64 = plainFunction({ name: 'base64', summary: 'Binary as base64 text.', takes: ['binary'] }, toBase64)
