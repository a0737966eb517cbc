import { plainFunction } from './text/text-function.ts'

/** Spark's `Chr`: the low byte as a Latin-1 character, nothing for negative numbers. */
export const chr = plainFunction(
  {
    name: 'chr',
    aliases: ['char'],
    summary: 'The character of a code from 0 to 255; larger numbers modulo 256.',
    takes: ['long'],
  },
  (code: bigint) => (code < 0n ? '' : String.fromCharCode(Number(code & 0xffn))),
)
