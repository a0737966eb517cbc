import { atan2 as of } from './numeric/fdlibm.ts'
import { binaryMathFunction } from './numeric/math-function.ts'

// Spark adds 0.0 to both, so that -0.0 has no sign.
export const atan2 = binaryMathFunction(
  'atan2',
  'The angle of the point (second, first) from the positive x axis.',
  (y, x) => of(y + 0, x + 0),
)
