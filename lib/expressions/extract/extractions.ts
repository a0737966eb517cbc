/**
 * What `a[0]`, `m['k']`, `s.f` become when bound. Their names cannot be written in SQL; they are in every registry and
 * only the binder calls them.
 */
import { equalValues } from '../../columnar/compare.ts'
import { MillraceError } from '../../errors.ts'
import type { SqlValue } from '../../types/data-type.ts'
import type { Bound } from '../bound.ts'
import type { BoundCall, BoundParts, ScalarFunction } from '../scalar-function.ts'

/** Bound by bind-extract.ts; a call by name gets nowhere. */
function unboundable(): BoundParts {
  throw new MillraceError('MILLRACE_INTERNAL', 'an extraction is bound by its operator, not by name')
}

const positionOf = (call: BoundCall) => (call.data as { readonly position: number }).position

/** `s.f`: `data.position` is the field's. */
export const structField: ScalarFunction = {
  name: 'struct field',
  summary: 'A field of a struct.',
  bind: unboundable,
  evaluate: ([struct], call) => (struct as readonly SqlValue[])[positionOf(call)] as SqlValue,
  emit(emitter, [struct], call) {
    const value = emitter.local(`${struct?.value}[${positionOf(call)}]`)
    return { type: call.type, value, isNull: call.nullable ? `(${value} === null)` : undefined }
  },
}

/** `a.f` of an array of structs: that field of each. */
export const arrayStructFields: ScalarFunction = {
  name: 'array struct fields',
  summary: 'A field of every struct in an array.',
  bind: unboundable,
  evaluate([array], call) {
    const position = positionOf(call)
    return (array as readonly SqlValue[]).map((struct) =>
      struct === null ? null : ((struct as readonly SqlValue[])[position] as SqlValue),
    )
  },
}

/** `a[i]` from 0. ANSI raises INVALID_ARRAY_INDEX outside, else null. */
export const arrayItem: ScalarFunction = {
  name: 'array item',
  summary: 'An element of an array by position from 0.',
  bind: unboundable,
  evaluate([array, index], _, evaluation) {
    const items = array as readonly SqlValue[]
    const at = Number(index)
    if (at >= 0 && at < items.length) return items[at] as SqlValue
    if (!evaluation.ansi) return null
    throw new MillraceError(
      'INVALID_ARRAY_INDEX',
      `The index ${at} is out of bounds. The array has ${items.length} elements. Use the SQL function \`get()\` to ` +
        'tolerate accessing element at invalid index and return NULL instead.',
      { sqlState: '22003', parameters: { indexValue: `${at}`, arraySize: `${items.length}` } },
    )
  },
}

/** `m[k]`: null when the map has no such key, in ANSI mode too. */
export const mapValue: ScalarFunction = {
  name: 'map value',
  summary: 'The value of a map for a key.',
  bind: unboundable,
  evaluate([map, key], call) {
    const entries = map as readonly (readonly [SqlValue, SqlValue])[]
    const keyType = (call.args[1] as Bound).type
    const entry = entries.find(([one]) => equalValues(keyType, one, key as SqlValue))
    return entry ? entry[1] : null
  },
}

export const extractions: readonly ScalarFunction[] = [structField, arrayStructFields, arrayItem, mapValue]
