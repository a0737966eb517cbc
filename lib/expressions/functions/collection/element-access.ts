/** element_at and try_element_at as function definitions. */
import { MillraceError } from '../../../errors.ts'
import type { SqlValue } from '../../../types/data-type.ts'
import { unexpectedType } from '../../binder/mismatch.ts'
import { castArgument, checkCount } from '../../binder/signature.ts'
import type { Bound } from '../../bound.ts'
import type { BindContext, BoundCall, ScalarFunction } from '../../scalar-function.ts'
import { type Entry, entryOf } from './map-builder.ts'
import type { MapType } from './map-function.ts'
import { type ArrayType, mapAndKey } from './search-array.ts'

/** INVALID_INDEX_OF_ZERO */
export function indexOfZero(): MillraceError {
  const text = 'The index 0 is invalid. An index shall be either < 0 or > 0 (the first element has index 1).'
  return new MillraceError('INVALID_INDEX_OF_ZERO', text, { sqlState: '22003' })
}

function outOfBounds(index: number, size: number): MillraceError {
  return new MillraceError(
    'INVALID_ARRAY_INDEX_IN_ELEMENT_AT',
    `The index ${index} is out of bounds. The array has ${size} elements. Use \`try_element_at\` to tolerate accessing element ` +
      'at invalid index and return NULL instead.',
    { sqlState: '22003' },
  )
}

interface AccessData {
  readonly strict: boolean
}

function bindAccess(args: readonly Bound[], context: BindContext, strict: boolean): Omit<BoundCall, 'name'> {
  checkCount(args, 2, 2, context)
  const [container, given] = args as readonly [Bound, Bound]
  const data: AccessData = { strict }
  if (container.type.kind === 'map') {
    const [input, key] = mapAndKey(args, context)
    return { args: [input, key], type: (input.type as MapType).value, nullable: true, data }
  }
  if (container.type.kind !== 'array') throw unexpectedType(context, 0, container, ['array', 'map'])
  const { type } = container as { readonly type: ArrayType }
  // Nothing that an INT would be cast from elsewhere.
  if (!['byte', 'short', 'int'].includes(given.type.kind)) throw unexpectedType(context, 1, given, 'int')
  const index = castArgument(given, 1, 'int', context)
  return {
    args: [container, index],
    type: type.element,
    nullable: mayBeNull(container, index, type.containsNull, strict),
    data,
  }
}

/** A known element of `array(…)` is as nullable as it is there; strict access raises instead of giving null. */
function mayBeNull(input: Bound, index: Bound, containsNull: boolean, strict: boolean): boolean {
  if (index.kind !== 'literal') return !strict || input.nullable || index.nullable || containsNull
  const elements = input.kind === 'call' && input.name === 'array' ? input.args : []
  const at = Number(index.value)
  return elements.at(at > 0 ? at - 1 : at)?.nullable ?? true
}

/** @param lenient null beyond the bounds of an array, whatever the mode */
export function elementAccess(name: string, lenient: boolean, summary: string): ScalarFunction {
  return {
    name,
    summary,
    bind: (args, context) => bindAccess(args, context, context.ansi && !lenient),
    evaluate([container, key], call): SqlValue {
      const { type } = call.args[0] as Bound
      if (type.kind === 'map')
        return entryOf((type as MapType).key, container as readonly Entry[], key as SqlValue)?.[1] ?? null
      const items = container as readonly SqlValue[]
      const index = key as number
      if (index === 0) throw indexOfZero()
      if (Math.abs(index) <= items.length) return items.at(index > 0 ? index - 1 : index) as SqlValue
      if ((call.data as AccessData).strict) throw outOfBounds(index, items.length)
      return null
    },
  }
}
