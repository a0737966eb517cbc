import { doubleType } from '../../types/types.ts'
import { xpathFunction } from './xml/xpath-function.ts'

export const xpathDouble = xpathFunction({
  name: 'xpath_double',
  aliases: ['xpath_number'],
  summary: 'The number of what a path finds first in XML text, as DOUBLE; NaN when it is none.',
  gives: doubleType,
  result: 'number',
})
