import { comparison } from './comparison/compare-operands.ts'

/** `a > b` */
export const greater = comparison('>', '>', 'Whether the first value is larger; NaN is the largest number.')
