import { comparison } from './comparison/compare-operands.ts'

/** `a = b` */
export const equal = comparison('=', '===', 'Whether two values are the same; NaN equals NaN.', ['=='])
