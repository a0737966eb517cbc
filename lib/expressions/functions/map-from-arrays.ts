import { MillraceError } from '../../errors.ts'
import type { DataType, SqlValue } from '../../types/data-type.ts'
import { mapType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { mapOf } from './collection/map-builder.ts'
import { arrayOf } from './collection/search-array.ts'

export const mapFromArrays: ScalarFunction = {
  name: 'map_from_arrays',
  summary: 'A map of an array of keys and one of values.',
  bind: signature({
    takes: ['array', 'array'],
    gives: ([keys, values]) =>
      mapType(arrayOf(keys as Bound).element, arrayOf(values as Bound).element, arrayOf(values as Bound).containsNull),
  }),
  evaluate([keys, values], call) {
    const [given, entries] = [keys, values] as readonly [readonly SqlValue[], readonly SqlValue[]]
    if (given.length !== entries.length) {
      throw new MillraceError(
        'MILLRACE_MAP_ARRAYS_DIFFER',
        'The key array and value array of MapData must have the same length.',
      )
    }
    return mapOf(
      (call.type as Extract<DataType, { kind: 'map' }>).key,
      given.map((key, at) => [key, entries[at] as SqlValue]),
    )
  },
}
