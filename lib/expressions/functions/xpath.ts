import { arrayType, stringType } from '../../types/types.ts'
import { xpathFunction } from './xml/xpath-function.ts'

export const xpath = xpathFunction({
  name: 'xpath',
  summary: 'The values of the nodes of XML text that a path finds: of texts and attributes; null for elements.',
  gives: arrayType(stringType),
  result: 'nodes',
})
