import { ceilFunction } from './numeric/ceil-function.ts'

export const ceil = ceilFunction(
  'ceil',
  ['ceiling'],
  'ceiling',
  'The smallest whole number that is not below a number.',
)
