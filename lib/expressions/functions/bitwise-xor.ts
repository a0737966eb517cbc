import { bitwise } from './numeric/bitwise.ts'

/** `a ^ b` */
export const bitwiseXor = bitwise('^', 'The bits that just one of the integers has.', (a: number, b: number) => a ^ b)
