import type { DataType, SqlValue } from '../../types/data-type.ts'
import { holdsKind, mapType, nullType } from '../../types/types.ts'
import { mismatch, wrongArgumentCount } from '../binder/mismatch.ts'
import { sameType } from '../binder/operands.ts'
import type { Bound } from '../bound.ts'
import type { BindContext, ScalarFunction } from '../scalar-function.ts'
import { type Entry, mapOf } from './collection/map-builder.ts'

const everyOther = (args: readonly Bound[], from: 0 | 1, context: BindContext) =>
  sameType(
    args.filter((_, at) => at % 2 === from),
    context,
  )

export const map: ScalarFunction = {
  name: 'map',
  summary: 'A map of keys and values in turn.',
  bind(args, context) {
    if (args.length % 2 === 1) throw wrongArgumentCount(context.name, '2n (n > 0)', args.length)
    const keys = everyOther(args, 0, context)
    const values = everyOther(args, 1, context)
    if (keys[0] && holdsKind(keys[0].type, 'variant')) {
      throw mismatch(context, 'INVALID_MAP_KEY_TYPE', 'The key of map cannot be/contain "VARIANT".')
    }
    const type = mapType(
      keys[0]?.type ?? nullType,
      values[0]?.type ?? nullType,
      values.some((value) => value.nullable),
    )
    return { args: keys.flatMap((key, at) => [key, values[at] as Bound]), type, nullable: false }
  },
  nulls: 'custom',
  evaluate(args, call) {
    const given = args as readonly SqlValue[]
    const entries: Entry[] = []
    for (let at = 0; at + 1 < given.length; at += 2) entries.push([given[at] as SqlValue, given[at + 1] as SqlValue])
    return mapOf((call.type as Extract<DataType, { kind: 'map' }>).key, entries)
  },
}
