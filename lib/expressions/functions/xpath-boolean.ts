import { booleanType } from '../../types/types.ts'
import { xpathFunction } from './xml/xpath-function.ts'

export const xpathBoolean = xpathFunction({
  name: 'xpath_boolean',
  summary: 'Whether a path is true of XML text, or finds a node in it.',
  gives: booleanType,
  result: 'boolean',
})
