import { typeSql } from '../../types/ddl/type-sql.ts'
import { mapType } from '../../types/types.ts'
import { mismatch } from '../binder/mismatch.ts'
import { type Accepted, checkCount, typedArgument } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { type Entry, mapOf } from './collection/map-builder.ts'
import type { MapType } from './collection/map-function.ts'
import { arrayOf } from './collection/search-array.ts'

const pairs: Accepted = { anyOf: ['array'], shown: '"ARRAY" of pair "STRUCT"' }

export const mapFromEntries: ScalarFunction = {
  name: 'map_from_entries',
  summary: 'A map of an array of structs of key and value; null when one of them is null.',
  bind(args, context) {
    checkCount(args, 1, 1, context)
    const input = typedArgument(args[0], 0, pairs, context)
    const { element, containsNull } = arrayOf(input)
    const [key, value] = element.kind === 'struct' && element.fields.length === 2 ? element.fields : []
    if (!key || !value) {
      throw mismatch(
        context,
        'MAP_FROM_ENTRIES_WRONG_TYPE',
        `The \`map_from_entries\` requires the "ARRAY" of pair "STRUCT" type, but got "${typeSql(input.type)}".`,
      )
    }
    return {
      args: [input],
      type: mapType(key.type, value.type, value.nullable),
      nullable: input.nullable || containsNull,
    }
  },
  evaluate([entries], call) {
    const given = entries as readonly (Entry | null)[]
    return given.includes(null) ? null : mapOf((call.type as MapType).key, given as readonly Entry[])
  },
}
