import { pow as of } from './numeric/fdlibm-pow.ts'
import { binaryMathFunction } from './numeric/math-function.ts'

export const pow = binaryMathFunction('pow', 'A number to the power of another.', of, ['power'])
