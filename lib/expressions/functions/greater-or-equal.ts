import { comparison } from './comparison/compare-operands.ts'

/** `a >= b` */
export const greaterOrEqual = comparison('>=', '>=', 'Whether the first value is larger or the same.')
