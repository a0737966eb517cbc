/** Generators that make their own rows: an array of structs, taken apart again. */
import type { Field } from '../../types/data-type.ts'
import { arrayType, structType } from '../../types/types.ts'
import { structOf } from '../binder/expand-star.ts'
import type { Bound } from '../bound.ts'
import type { BoundGenerator } from './generator.ts'

type Column = Pick<Field, 'name' | 'type'>

/** A row of values as a struct. */
export function rowStruct(columns: readonly Column[], values: readonly Bound[]): Bound {
  return structOf(columns.map(({ name }, at) => ({ name, value: values[at] as Bound })))
}

/**
 * Rows that are structs already.
 *
 * @param columns the structs' fields; as columns all are nullable (Spark's `stack` and `json_tuple`)
 */
export function structRows(columns: readonly Column[], structs: readonly Bound[]): BoundGenerator {
  const type = structType(columns.map(({ name, type: of }) => ({ name, type: of, nullable: true })))
  return {
    collection: {
      kind: 'call',
      name: 'array',
      args: structs.map((one) => ({ ...one, type })),
      type: arrayType(type, false),
      nullable: false,
    },
    columns: columns.map(({ name, type: of }, member) => ({ name, type: of, nullable: true, from: { member } })),
    infersFilter: false,
  }
}
