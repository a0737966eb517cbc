import { arrayType } from '../../types/types.ts'
import { mapFunction } from './collection/map-function.ts'

export const mapKeys = mapFunction(
  'map_keys',
  'The keys of a map.',
  // Spark's type says that an element may be null, though no key is: what explodes it is nullable.
  (type) => arrayType(type.key),
  (entries) => entries.map(([key]) => key),
)
