import type { SqlValue } from '../../types/data-type.ts'
import { typeSql } from '../../types/ddl/type-sql.ts'
import { equalTypes, mapType } from '../../types/types.ts'
import { mismatch } from '../binder/mismatch.ts'
import { checkCount, typedArgument } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { keyText } from './collection/distinct.ts'
import type { Lambda } from './collection/lambda.ts'
import type { Entry } from './collection/map-builder.ts'
import type { MapType } from './collection/map-function.ts'
import { mapTypeOf } from './collection/map-lambda.ts'
import { wider } from './collection/search-array.ts'

export const mapZipWith: ScalarFunction = {
  name: 'map_zip_with',
  higherOrder: true,
  summary: 'A map of what a function gives for each key of two maps and its values in them; null where it is not.',
  bind(args, context) {
    checkCount(args, 3, 3, context)
    const maps = args.slice(0, 2).map((arg, at) => typedArgument(arg, at, 'map', context))
    const [first, second] = maps.map(mapTypeOf) as [MapType, MapType]
    const key = wider(first.key, second.key, context.ansi)
    if (!key) {
      const keys = `["${typeSql(first.key)}", "${typeSql(second.key)}"]`
      throw mismatch(
        context,
        'MAP_ZIP_WITH_DIFF_TYPES',
        `Input to the \`map_zip_with\` should have been two maps with compatible key types, but it's ${keys}.`,
      )
    }
    const cast = maps.map((input) => {
      const { key: own, value, valueContainsNull } = mapTypeOf(input)
      return equalTypes(own, key, false) ? input : context.cast(input, mapType(key, value, valueContainsNull))
    })
    const lambda = context.lambda(2, [
      { type: key, nullable: false },
      { type: first.value, nullable: true },
      { type: second.value, nullable: true },
    ])
    return {
      args: [...cast, lambda],
      type: mapType(key, lambda.type, lambda.body.nullable),
      nullable: cast.some((input) => input.nullable),
    }
  },
  evaluate([left, right, of], call) {
    const { key: type } = mapTypeOf(call.args[0] as Bound)
    const entries = new Map<string, [SqlValue, SqlValue, SqlValue]>()
    for (const [key, value] of left as readonly Entry[]) entries.set(keyText(type, key), [key, value, null])
    for (const [key, value] of right as readonly Entry[]) {
      const text = keyText(type, key)
      const known = entries.get(text)
      if (known) known[2] = value
      else entries.set(text, [key, null, value])
    }
    return [...entries.values()].map(([key, first, second]) => [key, (of as Lambda)(key, first, second)])
  },
}
