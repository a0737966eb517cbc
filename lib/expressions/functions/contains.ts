import { containsBytes } from '../code/bytes.ts'
import { searchFunction } from './text/search-function.ts'

export const contains = searchFunction(
  'contains',
  'Whether a text has another in it.',
  (text, part) => text.includes(part),
  containsBytes,
)
