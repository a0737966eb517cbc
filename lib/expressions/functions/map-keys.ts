import { arrayType } from '../../types/types.ts'
import { mapFunction } from './collection/map-function.ts'

export const mapKeys = mapFunction(
  'map_keys',
  'The keys of a map.',
  (type) => arrayType(type.key, false),
  (entries) => entries.map(([key]) => key),
)
