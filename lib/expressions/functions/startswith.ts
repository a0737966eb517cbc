import { startsWithBytes } from '../code/bytes.ts'
import { searchFunction } from './text/search-function.ts'

export const startswith = searchFunction(
  'startswith',
  'Whether a text begins with another.',
  (text, part) => text.startsWith(part),
  startsWithBytes,
)
