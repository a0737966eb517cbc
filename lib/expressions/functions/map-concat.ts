import { typeSql } from '../../types/ddl/type-sql.ts'
import { mapType, stringType } from '../../types/types.ts'
import { mismatch } from '../binder/mismatch.ts'
import { sameType } from '../binder/operands.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { type Entry, mapOf } from './collection/map-builder.ts'
import type { MapType } from './collection/map-function.ts'
import { mapTypeOf } from './collection/map-lambda.ts'

export const mapConcat: ScalarFunction = {
  name: 'map_concat',
  higherOrder: true,
  summary: 'The entries of several maps in one.',
  bind(args, context) {
    if (args.length === 0) return { args, type: mapType(stringType, stringType, false), nullable: false }
    if (args.some(({ type }) => type.kind !== 'map')) {
      const types = args.map(({ type }) => `"${typeSql(type)}"`).join(', ')
      throw mismatch(
        context,
        'MAP_CONCAT_DIFF_TYPES',
        `The \`map_concat\` should all be of type map, but it's [${types}].`,
      )
    }
    const maps = sameType(args, context)
    const [{ key, value }] = maps.map(mapTypeOf) as [MapType]
    const containsNull = maps.some((input) => mapTypeOf(input).valueContainsNull)
    return { args: maps, type: mapType(key, value, containsNull), nullable: maps.some((input) => input.nullable) }
  },
  evaluate: (maps, call) => mapOf((call.type as MapType).key, (maps as readonly (readonly Entry[])[]).flat()),
}
