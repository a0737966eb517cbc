import { longType } from '../../types/types.ts'
import { javaLong, xpathFunction } from './xml/xpath-function.ts'

export const xpathLong = xpathFunction(
  {
    name: 'xpath_long',
    summary: 'The number of what a path finds first in XML text, as BIGINT; 0 when it is none.',
    gives: longType,
    result: 'number',
  },
  javaLong,
)
