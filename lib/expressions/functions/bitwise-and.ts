import { bitwise } from './numeric/bitwise.ts'

/** `a & b` */
export const bitwiseAnd = bitwise('&', 'The bits that both integers have.', (a: number, b: number) => a & b)
