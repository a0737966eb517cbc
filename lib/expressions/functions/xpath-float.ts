import { floatType } from '../../types/types.ts'
import { xpathFunction } from './xml/xpath-function.ts'

export const xpathFloat = xpathFunction(
  {
    name: 'xpath_float',
    summary: 'The number of what a path finds first in XML text, as FLOAT; NaN when it is none.',
    gives: floatType,
    result: 'number',
  },
  (value) => Math.fround(value as number),
)
