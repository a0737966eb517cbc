/** The columns that rows are grouped by, behind the rows' own. */
import { invariant, MillraceError } from '../../errors.ts'
import type { RowStep } from '../../expressions/row-step.ts'
import type { Field } from '../../types/data-type.ts'
import { typeSql } from '../../types/ddl/type-sql.ts'
import type { Schema } from '../../types/schema.ts'
import type { Binder } from '../binder.ts'
import { inputColumn } from '../input-column.ts'
import type { GroupKey } from './group-keys.ts'

/** Steps that put the key's columns behind the row's, and how many they are. */
function keySteps(
  key: GroupKey,
  input: Schema,
  binder: Binder,
): { readonly steps: readonly RowStep[]; readonly width: number; readonly fields: readonly Field[] } {
  if (!key.columns) {
    return { steps: [], width: key.appended, fields: input.fields.slice(input.length - key.appended) }
  }
  const own = input.fields.map((_, at) => inputColumn(input, at))
  const keys = binder.bindColumns(key.columns, input)
  return { steps: [{ project: [...own, ...keys] }], width: keys.length, fields: keys.map((one) => one.field) }
}

/** Inputs by key. */
export interface BoundGroups {
  readonly before: readonly (readonly RowStep[])[]
  /** Columns of the key. */
  readonly width: number
  /** The same, of each input. */
  readonly fields: readonly (readonly Field[])[]
}

/**
 * What puts the key's columns behind those of each input.
 *
 * @throws MILLRACE_GROUP_KEYS when the inputs' keys are of different types
 */
export function bindGroups(keys: readonly GroupKey[], inputs: readonly Schema[], binder: Binder): BoundGroups {
  const bound = keys.map((key, port) => keySteps(key, inputs[port] as Schema, binder))
  const [first, second] = bound
  invariant(first, 'groups of no input')
  if (second && typesOf(first.fields) !== typesOf(second.fields)) {
    throw new MillraceError(
      'MILLRACE_GROUP_KEYS',
      `Two inputs that are grouped together need keys of the same types; cast one of them: ${typesOf(first.fields)} and ${typesOf(second.fields)}`,
    )
  }
  return { before: bound.map(({ steps }) => steps), width: first.width, fields: bound.map(({ fields }) => fields) }
}

const typesOf = (fields: readonly Field[]): string => fields.map(({ type }) => typeSql(type)).join(', ')
