/** The options argument of from_json and its kin: a constant map of texts. */
import { mismatch } from '../../binder/mismatch.ts'
import type { Bound } from '../../bound.ts'
import type { BindContext } from '../../scalar-function.ts'

/** Options with their names in small letters. @throws DATATYPE_MISMATCH.NON_FOLDABLE_INPUT, INVALID_OPTIONS.NON_STRING_TYPE */
export function constantOptions(input: Bound, context: BindContext): readonly (readonly [string, string])[] {
  if (input.type.kind !== 'map')
    throw mismatch(context, 'NON_STRING_TYPE', 'a type of keys and values in `map()` must be string.')
  const entries = context.constant(input, 'options') as readonly (readonly [string, string])[]
  return entries.map(([name, value]) => [name.toLowerCase(), value])
}
