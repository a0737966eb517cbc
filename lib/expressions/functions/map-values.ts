import { arrayType } from '../../types/types.ts'
import { mapFunction } from './collection/map-function.ts'

export const mapValues = mapFunction(
  'map_values',
  'The values of a map.',
  (type) => arrayType(type.value, type.valueContainsNull),
  (entries) => entries.map(([, value]) => value),
)
