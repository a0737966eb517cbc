import type { SqlValue } from '../../types/data-type.ts'
import { booleanType } from '../../types/types.ts'
import { checkCount } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { type Entry, entryOf } from './collection/map-builder.ts'
import type { MapType } from './collection/map-function.ts'
import { mapAndKey, refuseNulls } from './collection/search-array.ts'

export const mapContainsKey: ScalarFunction = {
  name: 'map_contains_key',
  summary: 'Whether a map has a key.',
  bind(args, context) {
    checkCount(args, 2, 2, context)
    if (args[1]?.type.kind === 'null') refuseNulls(args, context)
    const [input, key] = mapAndKey(args, context, { wide: true })
    return { args: [input, key], type: booleanType, nullable: true }
  },
  evaluate: ([entries, key], call) =>
    entryOf(((call.args[0] as Bound).type as MapType).key, entries as readonly Entry[], key as SqlValue) !== undefined,
}
