import { intType } from '../../types/types.ts'
import { javaInt, xpathFunction } from './xml/xpath-function.ts'

export const xpathInt = xpathFunction(
  {
    name: 'xpath_int',
    summary: 'The number of what a path finds first in XML text, as INT; 0 when it is none.',
    gives: intType,
    result: 'number',
  },
  javaInt,
)
