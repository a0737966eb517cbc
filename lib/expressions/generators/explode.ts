import { intType } from '../../types/types.ts'
import type { Bound } from '../bound.ts'
import { collectionArgument } from './collection-argument.ts'
import type { Generator, MadeColumn } from './generator.ts'

/** Elements of an array as `col`, entries of a map as `key` and `value`. With `outer` all of them may be null. */
function elements({ type }: Bound, outer: boolean): readonly MadeColumn[] {
  if (type.kind === 'array') {
    return [{ name: 'col', type: type.element, nullable: outer || type.containsNull, from: { part: 'element' } }]
  }
  if (type.kind !== 'map') return []
  return [
    { name: 'key', type: type.key, nullable: outer, from: { part: 'key' } },
    { name: 'value', type: type.value, nullable: outer || type.valueContainsNull, from: { part: 'value' } },
  ]
}

function explodeOf(name: string, outer: boolean, positions: boolean, summary: string): Generator {
  return {
    name,
    summary,
    outer,
    parameter: 'collection',
    bind(args, context) {
      const collection = collectionArgument(args, 'collection', ['array', 'map'], context)
      const position: MadeColumn = { name: 'pos', type: intType, nullable: outer, from: { part: 'position' } }
      return {
        collection,
        columns: [...(positions ? [position] : []), ...elements(collection, outer)],
        infersFilter: true,
      }
    },
  }
}

export const explode = explodeOf('explode', false, false, 'A row for each element of an array or entry of a map.')

export const explodeOuter = explodeOf(
  'explode_outer',
  true,
  false,
  'Like `explode`; a row of null where there is no element.',
)

export const posexplode = explodeOf('posexplode', false, true, 'Like `explode`, with the position from 0.')

export const posexplodeOuter = explodeOf(
  'posexplode_outer',
  true,
  true,
  'Like `posexplode`; a row of nulls where there is no element.',
)
