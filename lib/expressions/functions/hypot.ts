import { hypot as of } from './numeric/fdlibm.ts'
import { binaryMathFunction } from './numeric/math-function.ts'

export const hypot = binaryMathFunction('hypot', 'The length of the hypotenuse over two sides.', of)
