import { shortType } from '../../types/types.ts'
import { javaInt, xpathFunction } from './xml/xpath-function.ts'

export const xpathShort = xpathFunction(
  {
    name: 'xpath_short',
    summary: 'The number of what a path finds first in XML text, as SMALLINT; 0 when it is none.',
    gives: shortType,
    result: 'number',
  },
  (value) => (javaInt(value) << 16) >> 16,
)
