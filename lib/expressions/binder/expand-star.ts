/** `*`, `a.*`, `s.*`, each with EXCEPT, as lists of columns. */
import { MillraceError } from '../../errors.ts'
import type { Field } from '../../types/data-type.ts'
import { quoteName } from '../../types/ddl/identifier.ts'
import { Schema } from '../../types/schema.ts'
import { structType } from '../../types/types.ts'
import type { Bound } from '../bound.ts'
import type { Expression } from '../expression.ts'
import { bindExtract, fieldAt } from './bind-extract.ts'
import type { BoundColumn } from './binder.ts'
import { findName, resolveName } from './resolve-name.ts'

type Star = Extract<Expression, { readonly kind: 'star' }>

/** Column `index` of the input. */
export function inputAt(input: Schema, index: number): Bound {
  const { name, type, nullable } = input.fields[index] as Field
  return { kind: 'input', index, name, type, nullable }
}

/**
 * The columns of a star.
 *
 * @throws CANNOT_RESOLVE_STAR_EXPAND, _LEGACY_ERROR_TEMP_1050, UNRESOLVED_COLUMN.WITH_SUGGESTION, AMBIGUOUS_REFERENCE
 */
export function expandStar(star: Star, input: Schema, cast: (value: Bound) => Bound): readonly BoundColumn[] {
  if (star.target) {
    const table = positionsOf(star.target, input)
    if (table.length === 0) return structColumns(star, star.target, input, cast)
    return remaining(star, table, input)
  }
  return remaining(star, [...input.fields.keys()], input)
}

function positionsOf(target: readonly string[], input: Schema): readonly number[] {
  if (target.length > 1) return []
  const qualifier = target[0]?.toLowerCase()
  return [...input.fields.keys()].filter((at) => input.fields[at]?.qualifier?.toLowerCase() === qualifier)
}

/** Columns at these positions that EXCEPT does not name; a path into a struct takes that field out of the struct. */
function remaining(star: Star, positions: readonly number[], input: Schema): readonly BoundColumn[] {
  const columns = new Schema(positions.map((at) => input.fields[at] as Field))
  const dropped = new Set<number>()
  const overlapping = () => exceptOverlaps(star.except ?? [])
  const inside = new Map<number, (readonly string[])[]>()
  for (const path of star.except ?? []) {
    const { index, rest } = resolveName(path, columns)
    if (dropped.has(index) || (rest.length === 0 && inside.has(index))) throw overlapping()
    if (rest.length === 0) dropped.add(index)
    else inside.set(index, [...(inside.get(index) ?? []), rest])
  }
  return columns.fields.flatMap((field, at): readonly BoundColumn[] => {
    if (dropped.has(at)) return []
    const value = inputAt(input, positions[at] as number)
    const paths = inside.get(at)
    return [paths ? withoutFields(field, value, paths) : { field, value }]
  })
}

function exceptOverlaps(paths: readonly (readonly string[])[]): MillraceError {
  const columns = paths.map((path) => path.join('.')).join(', ')
  return new MillraceError(
    'EXCEPT_OVERLAPPING_COLUMNS',
    `Columns in an EXCEPT list must be distinct and non-overlapping, but got (${columns}).`,
    { sqlState: '42702', parameters: { columns } },
  )
}

/** A struct rebuilt without some of its fields (Spark: a new named_struct, never null). */
function withoutFields(field: Field, value: Bound, paths: readonly (readonly string[])[]): BoundColumn {
  const rebuilt = rebuild(value, paths)
  return { field: { name: field.name, type: rebuilt.type, nullable: rebuilt.nullable }, value: rebuilt }
}

function rebuild(value: Bound, paths: readonly (readonly string[])[]): Bound {
  const { type } = value
  if (type.kind !== 'struct') {
    throw new MillraceError(
      'EXCEPT_NESTED_COLUMN_INVALID_TYPE',
      'EXCEPT column was resolved and expected to be StructType',
      {
        sqlState: '428H2',
      },
    )
  }
  const kept = type.fields.flatMap((one, at): readonly { readonly name: string; readonly value: Bound }[] => {
    const own = paths.filter((path) => path[0]?.toLowerCase() === one.name.toLowerCase())
    if (own.some((path) => path.length === 1)) return []
    const part = fieldAt(value, type.fields, at)
    return [
      {
        name: one.name,
        value:
          own.length > 0
            ? rebuild(
                part,
                own.map((path) => path.slice(1)),
              )
            : part,
      },
    ]
  })
  return structOf(kept)
}

/** A call of named_struct. */
export function structOf(items: readonly { readonly name: string; readonly value: Bound }[], text?: string): Bound {
  const args = items.flatMap(({ name, value }): Bound[] => [
    { kind: 'literal', type: { kind: 'string' }, value: name, nullable: false },
    value,
  ])
  const fields = items.map(({ name, value }) => ({ name, type: value.type, nullable: value.nullable }))
  return {
    kind: 'call',
    name: 'named_struct',
    args,
    type: structType(fields),
    nullable: false,
    ...(text === undefined ? {} : { text }),
  }
}

function structColumns(
  star: Star,
  target: readonly string[],
  input: Schema,
  cast: (value: Bound) => Bound,
): readonly BoundColumn[] {
  const found = findName(target, input)
  if (!found) throw unknownTarget(target, input)
  const context = { ansi: true, cast }
  const value = found.rest.reduce<Bound>(
    (base, name) =>
      bindExtract(base, { kind: 'literal', type: { kind: 'string' }, value: name, nullable: false }, context),
    inputAt(input, found.index),
  )
  if (value.type.kind !== 'struct') {
    throw new MillraceError(
      '_LEGACY_ERROR_TEMP_1050',
      `Can only star expand struct data types. Attribute: \`List(${target.join(', ')})\`.`,
    )
  }
  const { fields } = value.type
  const excluded = new Set((star.except ?? []).map((path) => path.at(-1)?.toLowerCase()))
  return fields.flatMap((one, at) =>
    excluded.has(one.name.toLowerCase()) ? [] : [{ field: fieldOf(one, value), value: fieldAt(value, fields, at) }],
  )
}

const fieldOf = (one: Field, struct: Bound): Field => ({ ...one, nullable: one.nullable || struct.nullable })

function unknownTarget(target: readonly string[], input: Schema): MillraceError {
  const name = quoteName(target)
  // Spark names the columns that belong to a table; those of a frame belong to none.
  const ofTables = input.fields.filter(({ qualifier }) => qualifier !== undefined)
  const columns = ofTables
    .map(({ name: one }) => one)
    .sort()
    .map((one) => quoteName([one]))
  return new MillraceError(
    'CANNOT_RESOLVE_STAR_EXPAND',
    `Cannot resolve ${name}.* given input columns ${columns.join(', ')}. Please check that the specified table or struct exists and is ` +
      'accessible in the input columns.',
    { sqlState: '42704', parameters: { targetString: name } },
  )
}
