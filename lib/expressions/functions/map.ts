import { MillraceError } from '../../errors.ts'
import type { DataType, SqlValue } from '../../types/data-type.ts'
import { typeSql } from '../../types/ddl/type-sql.ts'
import { holdsKind, mapType, nullType } from '../../types/types.ts'
import { mismatch, wrongArgumentCount } from '../binder/mismatch.ts'
import { sameType } from '../binder/operands.ts'
import type { Bound } from '../bound.ts'
import type { BindContext, ScalarFunction } from '../scalar-function.ts'
import { type Entry, mapOf } from './collection/map-builder.ts'

/** @throws DATATYPE_MISMATCH.CREATE_MAP_KEY_DIFF_TYPES, DATATYPE_MISMATCH.CREATE_MAP_VALUE_DIFF_TYPES */
function everyOther(args: readonly Bound[], from: 0 | 1, context: BindContext): readonly Bound[] {
  const chosen = args.filter((_, at) => at % 2 === from)
  const [kind, what] = from === 0 ? ['KEY', 'keys'] : ['VALUE', 'values']
  try {
    return sameType(chosen, context)
  } catch (error) {
    if (!(error instanceof MillraceError) || error.condition !== 'DATATYPE_MISMATCH.DATA_DIFF_TYPES') throw error
    const types = chosen.map(({ type }) => `"${typeSql(type)}"`).join(', ')
    const detail = `The given ${what} of function \`map\` should all be the same type, but they are [${types}].`
    throw mismatch(context, `CREATE_MAP_${kind}_DIFF_TYPES`, detail)
  }
}

/** @throws DATATYPE_MISMATCH.INVALID_MAP_KEY_TYPE for maps and variants, wherever they are in a key */
function requireKeyType(type: DataType, context: BindContext): void {
  const shown = holdsKind(type, 'map') ? typeSql(type) : holdsKind(type, 'variant') ? 'VARIANT' : undefined
  if (shown) throw mismatch(context, 'INVALID_MAP_KEY_TYPE', `The key of map cannot be/contain "${shown}".`)
}

export const map: ScalarFunction = {
  name: 'map',
  summary: 'A map of keys and values in turn.',
  bind(args, context) {
    if (args.length % 2 === 1) throw wrongArgumentCount(context.name, '2n (n > 0)', args.length)
    const keys = everyOther(args, 0, context)
    const values = everyOther(args, 1, context)
    if (keys[0]) requireKeyType(keys[0].type, context)
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
