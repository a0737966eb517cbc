/** Which columns of two inputs a union puts under each other, and what each side must be cast to. */
import { MillraceError } from '../errors.ts'
import { commonType } from '../expressions/binder/type-coercion.ts'
import type { RowStep } from '../expressions/row-step.ts'
import type { DataType, Field } from '../types/data-type.ts'
import { typeSql } from '../types/ddl/type-sql.ts'
import { refuseDuplicates } from '../types/refuse-duplicates.ts'
import { Schema } from '../types/schema.ts'
import { equalTypes } from '../types/types.ts'
import type { Binder } from './binder.ts'
import { inputColumn, type ProjectedColumn } from './input-column.ts'
import { replaceInputs } from './rewrite/bound-expressions.ts'

export interface UnionOptions {
  readonly byName: boolean
  readonly allowMissingColumns: boolean
  /** What messages call it, `UNION` unless given. */
  readonly operation?: string
}

/** One output column and where it is on each side; undefined = missing there, null. */
interface UnionColumn {
  readonly field: Field
  readonly positions: readonly [number | undefined, number | undefined]
}

type Pair = readonly [Schema, Schema]

/**
 * The columns of a union.
 *
 * @throws NUM_COLUMNS_MISMATCH, INCOMPATIBLE_COLUMN_TYPE, UNRESOLVED_COLUMN_AMONG_FIELD_NAMES, COLUMN_ALREADY_EXISTS
 */
export function unionColumns(inputs: Pair, options: UnionOptions): readonly UnionColumn[] {
  const pairs = options.byName
    ? pairsByName(inputs, options.allowMissingColumns)
    : pairsByPosition(inputs, options.operation)
  return pairs.map((positions, at) => ({ field: unionField(inputs, positions, at, options.operation), positions }))
}

function pairsByPosition([left, right]: Pair, operation = 'UNION'): readonly UnionColumn['positions'][] {
  if (left.length !== right.length) {
    throw new MillraceError(
      'NUM_COLUMNS_MISMATCH',
      `${operation} can only be performed on inputs with the same number of columns, but the first input has ${left.length} columns and the second input has ${right.length} columns.`,
      { sqlState: '42826' },
    )
  }
  return left.fields.map((_, at) => [at, at] as const)
}

function pairsByName([left, right]: Pair, allowMissing: boolean): readonly UnionColumn['positions'][] {
  refuseDuplicates(left.names)
  refuseDuplicates(right.names)
  const pairs = left.fields.map((field, at) => {
    const found = right.index(field.name)
    if (found === undefined && !allowMissing) throw missingColumn(field.name, right)
    return [at, found] as const
  })
  const extra = [...right.fields.keys()].filter((at) => left.index((right.fields[at] as Field).name) === undefined)
  const [first] = extra
  if (first !== undefined && !allowMissing) {
    // Spark counts the columns after it has matched those of the left.
    return pairsByPosition([left, right])
  }
  return [...pairs, ...extra.map((at) => [undefined, at] as const)]
}

function missingColumn(name: string, schema: Schema): MillraceError {
  const known = schema.names.join(', ')
  return new MillraceError(
    'UNRESOLVED_COLUMN_AMONG_FIELD_NAMES',
    `Cannot resolve column name "${name}" among (${known}).`,
    {
      sqlState: '42703',
      parameters: { colName: name, fieldNames: known },
    },
  )
}

function unionField([left, right]: Pair, [a, b]: UnionColumn['positions'], at: number, operation?: string): Field {
  const first = a === undefined ? undefined : left.fields[a]
  const second = b === undefined ? undefined : right.fields[b]
  const named = (first ?? second) as Field
  if (!first || !second) return { ...named, nullable: true }
  const type = commonType([first.type, second.type])
  if (!type) throw incompatible(first.type, second.type, at, operation)
  return { ...first, type, nullable: first.nullable || second.nullable }
}

const ordinals = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth']

function incompatible(first: DataType, second: DataType, at: number, operation = 'UNION'): MillraceError {
  return new MillraceError(
    'INCOMPATIBLE_COLUMN_TYPE',
    `${operation} can only be performed on tables with compatible column types. ` +
      `The ${ordinals[at] ?? `${at + 1}th`} column of the second table is "${typeSql(second)}" type which is not compatible with "${typeSql(first)}" at the same column of the first table..`,
    { sqlState: '42825' },
  )
}

/** Row steps that bring each side to the output's columns; none for a side that has them already. */
export function unionSteps(inputs: Pair, options: UnionOptions, binder: Binder): readonly (readonly RowStep[])[] {
  const columns = unionColumns(inputs, options)
  return inputs.map((input, port) => {
    const fits = columns.every(
      ({ field, positions }, at) =>
        positions[port] === at && equalTypes((input.fields[at] as Field).type, field.type, false),
    )
    return fits ? [] : [{ project: columns.map((column) => sideColumn(column, input, port as 0 | 1, binder)) }]
  })
}

function sideColumn({ field, positions }: UnionColumn, input: Schema, port: 0 | 1, binder: Binder): ProjectedColumn {
  const at = positions[port]
  if (at === undefined) return { field, value: { kind: 'literal', value: null, type: field.type, nullable: true } }
  const column = inputColumn(input, at, field)
  if (equalTypes(column.value.type, field.type, false)) return column
  // By a name that is unique: the input's own may stand twice.
  const alone = new Schema([{ ...(input.fields[at] as Field), name: 'column' }])
  const cast = binder.bind(
    { kind: 'cast', input: { kind: 'column', path: ['column'] }, type: field.type, mode: 'cast' },
    alone,
  )
  return { field, value: replaceInputs(cast, () => column.value) }
}
