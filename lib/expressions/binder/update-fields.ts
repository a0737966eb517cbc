/** `withField` and `dropFields` of Column: a struct rebuilt (Spark's `UpdateFields`). */
import type { Field } from '../../types/data-type.ts'
import type { Bound } from '../bound.ts'
import { boundText } from '../bound-text.ts'
import type { Expression } from '../expression.ts'
import { parseColumnName } from '../parser/parse-expression.ts'
import { fieldAt, fieldPosition } from './bind-extract.ts'
import { structOf } from './expand-star.ts'
import type { CallExpression, ExpressionScope } from './expression-scope.ts'
import { mismatch, unexpectedType } from './mismatch.ts'

/** One step: a field's path, and its new value or none. */
interface Step {
  readonly path: readonly string[]
  readonly value: Bound | undefined
}

interface Item {
  readonly name: string
  readonly value: Bound
}

/**
 * Binds `update_fields(struct, with_field(name, value) | drop_field(name), …)`.
 *
 * @throws DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE, DATATYPE_MISMATCH.CANNOT_DROP_ALL_FIELDS, FIELD_NOT_FOUND
 */
export function bindUpdateFields(scope: ExpressionScope, call: CallExpression): Bound {
  const [input, ...written] = call.args
  const steps = written.flatMap((one): readonly Step[] => {
    if (one.kind !== 'call' || one.args[0]?.kind !== 'literal') return []
    const [, value] = one.args
    return [{ path: parseColumnName(String(one.args[0].value)), value: value && scope.bind(value) }]
  })
  return steps.reduce((struct, step) => update(struct, step, scope), scope.bind(input as Expression))
}

function update(struct: Bound, step: Step, scope: ExpressionScope): Bound {
  const [name = '', ...rest] = step.path
  if (rest.length > 0) {
    const fields = fieldsOf(struct, step)
    const inner = fieldAt(struct, fields, fieldPosition(fields, name))
    return update(struct, { path: [name], value: update(inner, { ...step, path: rest }, scope) }, scope)
  }
  const text = stepText(struct, step)
  const fields = fieldsOf(struct, step)
  const items = step.value ? replaced(struct, fields, name, step.value) : kept(struct, fields, name)
  if (items.length === 0) {
    throw mismatch({ name: 'update_fields', text }, 'CANNOT_DROP_ALL_FIELDS', 'Cannot drop all fields in struct.')
  }
  const rebuilt = structOf(items, text)
  return struct.nullable ? nullWhenNull(struct, rebuilt, text) : rebuilt
}

const stepText = (struct: Bound, { value }: Step) =>
  `update_fields(${boundText(struct)}, ${value ? `WithField(${boundText(value)})` : 'dropfield()'})`

function fieldsOf(struct: Bound, step: Step): readonly Field[] {
  if (struct.type.kind === 'struct') return struct.type.fields
  throw unexpectedType({ name: 'update_fields', text: stepText(struct, step) }, 0, struct, 'struct')
}

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()

const itemAt = (struct: Bound, fields: readonly Field[], at: number): Item => {
  const value = fieldAt(struct, fields, at)
  // Inside, the struct is known not to be null.
  return { name: (fields[at] as Field).name, value: { ...value, nullable: (fields[at] as Field).nullable } }
}

/** A field of that name is replaced where it stands, else added at the end. */
function replaced(struct: Bound, fields: readonly Field[], name: string, value: Bound): readonly Item[] {
  const items = fields.map((one, at) => (same(one.name, name) ? { name, value } : itemAt(struct, fields, at)))
  return fields.some((one) => same(one.name, name)) ? items : [...items, { name, value }]
}

function kept(struct: Bound, fields: readonly Field[], name: string): readonly Item[] {
  return fields.flatMap((one, at) => (same(one.name, name) ? [] : [itemAt(struct, fields, at)]))
}

function nullWhenNull(struct: Bound, rebuilt: Bound, text: string): Bound {
  const { type } = rebuilt
  const isNull: Bound = { kind: 'call', name: 'isnull', args: [struct], type: { kind: 'boolean' }, nullable: false }
  const nothing: Bound = { kind: 'literal', value: null, type, nullable: true }
  return { kind: 'call', name: 'if', args: [isNull, nothing, rebuilt], type, nullable: true, text }
}
