import { arrayType, field, structType } from '../../types/types.ts'
import { mapFunction } from './collection/map-function.ts'

export const mapEntries = mapFunction(
  'map_entries',
  'The entries of a map as structs of key and value.',
  (type) =>
    arrayType(structType([field('key', type.key, false), field('value', type.value, type.valueContainsNull)]), false),
  (entries) => entries.map(([key, value]) => [key, value]),
)
