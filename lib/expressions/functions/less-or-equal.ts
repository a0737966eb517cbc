import { comparison } from './comparison/compare-operands.ts'

/** `a <= b` */
export const lessOrEqual = comparison('<=', '<=', 'Whether the first value is smaller or the same.')
