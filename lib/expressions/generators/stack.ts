import type { DataType } from '../../types/data-type.ts'
import { typeSql } from '../../types/ddl/type-sql.ts'
import { equalTypes, nullType } from '../../types/types.ts'
import { mismatch } from '../binder/mismatch.ts'
import { checkCount, exactArgument } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { BindContext } from '../scalar-function.ts'
import type { Generator } from './generator.ts'
import { rowStruct, structRows } from './struct-rows.ts'

/** How many rows: a positive constant. */
function rowCount(first: Bound, context: BindContext): number {
  const n = exactArgument(first, 0, 'int', context)
  const value = Number(context.constant(n, 'n') ?? 0)
  if (value > 0) return value
  throw mismatch(context, 'VALUE_OUT_OF_RANGE', `The \`n\` must be between (0, 2147483647] (current value = ${value}).`)
}

/** The type of column `at`: that of its first value with one; the others must have it too, or be NULL. */
function columnType(values: readonly Bound[], width: number, at: number, context: BindContext): DataType {
  let first: number | undefined
  for (let index = at; index < values.length; index += width) {
    const { type } = values[index] as Bound
    if (type.kind === 'null') continue
    if (first === undefined) {
      first = index
      continue
    }
    const wanted = (values[first] as Bound).type
    if (equalTypes(wanted, type)) continue
    throw mismatch(
      context,
      'STACK_COLUMN_DIFF_TYPES',
      `The data type of the column (${at}) do not have the same type: "${typeSql(wanted)}" (${first + 1}) <> ` +
        `"${typeSql(type)}" (${index + 1}).`,
    )
  }
  return first === undefined ? nullType : (values[first] as Bound).type
}

export const stack: Generator = {
  name: 'stack',
  summary: 'The arguments after the first, in as many rows as the first says.',
  outer: false,
  bind(args, context) {
    checkCount(args, 2, Number.POSITIVE_INFINITY, context)
    const [first, ...values] = args as readonly [Bound, ...Bound[]]
    const n = rowCount(first, context)
    const width = Math.ceil(values.length / n)
    const fields = Array.from({ length: width }, (_, at) => ({
      name: `col${at}`,
      type: columnType(values, width, at, context),
    }))
    const cell = (row: number, at: number): Bound => {
      const { type } = fields[at] as { readonly type: DataType }
      const value = values[row * width + at]
      if (!value) return { kind: 'literal', type, value: null, nullable: true }
      return value.type.kind === 'null' && type.kind !== 'null' ? context.cast(value, type) : value
    }
    const rows = Array.from({ length: n }, (_, row) =>
      rowStruct(
        fields,
        fields.map((_one, at) => cell(row, at)),
      ),
    )
    return structRows(fields, rows)
  },
}
