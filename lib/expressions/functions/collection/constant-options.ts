/** The options argument of from_json and its kin: a constant map of texts. */
import { MillraceError } from '../../../errors.ts'
import { typeSql } from '../../../types/ddl/type-sql.ts'
import type { Bound } from '../../bound.ts'
import type { BindContext } from '../../scalar-function.ts'

/**
 * Options with their names in small letters.
 *
 * @throws INVALID_OPTIONS.NON_MAP_FUNCTION, INVALID_OPTIONS.NON_STRING_TYPE, DATATYPE_MISMATCH.NON_FOLDABLE_INPUT
 */
export function constantOptions(input: Bound, context: BindContext): readonly (readonly [string, string])[] {
  const { type } = input
  if (type.kind !== 'map') throw invalidOptions('NON_MAP_FUNCTION', 'Must use the `map()` function for options.')
  const empty = type.key.kind === 'null' && type.value.kind === 'null'
  if (!empty && (type.key.kind !== 'string' || type.value.kind !== 'string')) {
    const shown = typeSql(type)
    throw invalidOptions(
      'NON_STRING_TYPE',
      `A type of keys and values in \`map()\` must be string, but got "${shown}".`,
      { mapType: `"${shown}"` },
    )
  }
  const entries = context.constant(input, 'options') as readonly (readonly [string, string])[]
  return entries.map(([name, value]) => [name.toLowerCase(), value])
}

function invalidOptions(kind: string, why: string, parameters: Readonly<Record<string, string>> = {}): MillraceError {
  return new MillraceError(`INVALID_OPTIONS.${kind}`, `Invalid options: ${why}`, { sqlState: '42K06', parameters })
}
