/** Items of a select list with the fields they make: name, nullability, metadata and qualifier as Spark gives them. */
import type { Field, FieldMetadata } from '../../types/data-type.ts'
import type { Bound } from '../bound.ts'
import { boundText } from '../bound-text.ts'
import type { Expression } from '../expression.ts'
import { windowMetadata } from '../windows/extract-windows.ts'
import type { BoundColumn } from './binder.ts'
import type { ExpressionScope } from './expression-scope.ts'

/** The columns of one item: several for a star, else one. */
export function boundColumn(scope: ExpressionScope, item: Expression): readonly BoundColumn[] {
  if (item.kind === 'star') return scope.around(item, () => scope.star(item))
  const value = scope.bind(item)
  return [{ value, field: fieldOf(scope, item, value) }]
}

/**
 * A plain reference keeps metadata and qualifier; an alias of one keeps the metadata (and with it the event-time tag),
 * unless it brings its own; a window has those of its time; everything else has neither.
 */
function fieldOf(scope: ExpressionScope, item: Expression, value: Bound): Field {
  const base = { name: outputName(item, value), type: value.type, nullable: value.nullable }
  const source = value.kind === 'input' ? scope.input.fields[value.index] : undefined
  if (item.kind === 'column') return { ...base, ...tags(source?.metadata ?? nestedMetadata(value), source?.qualifier) }
  const made = windowMetadata(value, scope.input)
  if (item.kind !== 'alias') return { ...base, ...tags(value.kind === 'input' ? undefined : made, undefined) }
  return { ...base, ...tags(item.metadata ?? made ?? nestedMetadata(value), item.qualifier) }
}

function tags(metadata: FieldMetadata | undefined, qualifier: string | undefined) {
  return { ...(metadata ? { metadata } : {}), ...(qualifier === undefined ? {} : { qualifier }) }
}

/** A struct's field brings its comment along. */
function nestedMetadata(value: Bound): FieldMetadata | undefined {
  if (value.kind !== 'call' || value.name !== 'struct field') return undefined
  const struct = value.args[0]?.type
  const { position } = value.data as { readonly position: number }
  return struct?.kind === 'struct' ? struct.fields[position]?.metadata : undefined
}

/** Spark's name of an item: an alias, a column as written, the input's name behind casts, else the SQL text. */
export function outputName(item: Expression, value: Bound): string {
  switch (item.kind) {
    case 'alias':
      return item.names[0] as string
    case 'column':
      return isCallByName(value) ? boundText(value) : (item.path.at(-1) as string)
    case 'cast':
      return castName(item, value)
    case 'sort':
      return `${boundText(value)} ${item.ascending ? 'ASC' : 'DESC'} NULLS ${item.nullsFirst ? 'FIRST' : 'LAST'}`
    default:
      return boundText(value)
  }
}

/** CURRENT_DATE without brackets. */
const isCallByName = (value: Bound) => value.kind === 'call' && value.args.length === 0

/** A cast is called as its input where that has a name of its own: a whole column, or an alias. */
function castName(item: Expression & { readonly kind: 'cast' }, value: Bound): string {
  let input: Expression = item
  let bound: Bound = value
  while (input.kind === 'cast' && bound.kind === 'cast') {
    input = input.input
    bound = bound.input
  }
  if (input.kind === 'alias') return input.names[0] as string
  return input.kind === 'column' && bound.kind === 'input' ? bound.name : boundText(value)
}
