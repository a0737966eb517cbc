import { comparison } from './comparison/compare-operands.ts'

/** `a < b` */
export const less = comparison('<', '<', 'Whether the first value is smaller; NaN is the largest number.')
