import { endsWithBytes } from '../code/bytes.ts'
import { searchFunction } from './text/search-function.ts'

export const endswith = searchFunction(
  'endswith',
  'Whether a text ends with another.',
  (text, part) => text.endsWith(part),
  endsWithBytes,
)
