import { md5Hex } from './hash/md5.ts'
import { plainFunction } from './text/text-function.ts'

export const md5 = plainFunction(
  { name: 'md5', summary: 'The MD5 digest in hexadecimal digits.', takes: ['binary'] },
  md5Hex,
)
