import { stringType } from '../../types/types.ts'
import { xpathFunction } from './xml/xpath-function.ts'

export const xpathString = xpathFunction({
  name: 'xpath_string',
  summary: 'The text of what a path finds first in XML text; empty when there is nothing.',
  gives: stringType,
  result: 'text',
})
