import { bitwise } from './numeric/bitwise.ts'

/** `a | b` */
export const bitwiseOr = bitwise('|', 'The bits that one of the integers has.', (a: number, b: number) => a | b)
