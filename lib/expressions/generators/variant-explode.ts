/** Fields of a variant's object, or elements of its array, as rows: Spark's `VariantExplode`. */
import type { SqlValue } from '../../types/data-type.ts'
import { arrayType, field, intType, stringType, structType, variantType } from '../../types/types.ts'
import { Variant } from '../../types/variant/variant.ts'
import { exactArgument } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import type { Generator } from './generator.ts'

const row = [field('pos', intType, false), field('key', stringType), field('value', variantType, false)]
const rows = arrayType(structType(row), false)

/** What `variant_explode` is made of: a variant to an array of structs. SQL cannot say its name. */
export const variantMembers: ScalarFunction = {
  name: 'variant members',
  summary: 'The fields or elements of a variant, as structs of position, key and value.',
  nulls: 'custom',
  bind: (args) => ({ args, type: rows, nullable: false }),
  evaluate: ([value]) => (value === null ? [] : members(Variant.of(value as SqlValue))),
}

/** None of what is neither object nor array. */
function members(variant: Variant): SqlValue[] {
  const { kind } = variant
  if (kind !== 'object' && kind !== 'array') return []
  return Array.from({ length: variant.size }, (_, at): SqlValue => {
    const child = variant.child(at) as Variant
    return [at, kind === 'object' ? variant.key(at) : null, child.sqlValue()]
  })
}

function explodeOf(name: string, outer: boolean, summary: string): Generator {
  return {
    name,
    summary,
    outer,
    bind(args, context) {
      const input = exactArgument(args[0] as Bound, 0, 'variant', context)
      return {
        collection: { kind: 'call', name: variantMembers.name, args: [input], type: rows, nullable: false },
        columns: row.map(({ name: column, type, nullable }, member) => ({
          name: column,
          type,
          nullable: outer || nullable,
          from: { member },
        })),
        infersFilter: false,
      }
    },
  }
}

export const variantExplode = explodeOf(
  'variant_explode',
  false,
  'A row for each field or element of a variant: position, key (null in arrays) and value.',
)

export const variantExplodeOuter = explodeOf(
  'variant_explode_outer',
  true,
  'Like `variant_explode`; a row of nulls where there is neither field nor element.',
)
