/** `transpose`: a frame turned on its side, columns as rows; Spark's Transpose and ResolveTranspose. */
import { MillraceError } from '../errors.ts'
import { commonType } from '../expressions/binder/type-coercion.ts'
import { operation } from '../expressions/build.ts'
import type { Expression } from '../expressions/expression.ts'
import type { NodeOptions } from '../plan/nodes.ts'
import type { DataType, Field, SqlValue } from '../types/data-type.ts'
import { typeSql } from '../types/ddl/type-sql.ts'
import { stringType } from '../types/types.ts'
import { nameExpression } from './frame-arguments.ts'

export interface TransposeSteps {
  /** Rows whose index is null have no column. */
  readonly filter: Expression
  readonly order: Expression
  /** The index as text, then the other columns, of one type. */
  readonly columns: readonly Expression[]
  /** The turned frame of these rows. */
  relation(rows: readonly (readonly SqlValue[])[]): NodeOptions['localRelation']
}

/**
 * @param index whose values become names of columns
 * @param others columns that become rows
 * @throws TRANSPOSE_INVALID_INDEX_COLUMN, TRANSPOSE_NO_LEAST_COMMON_TYPE
 */
export function transposeSteps(index: Field, others: readonly Field[], ansi: boolean): TransposeSteps {
  const { kind } = index.type
  if (kind === 'array' || kind === 'map' || kind === 'struct') {
    const reason = `Index column must be of atomic type, but found: ${typeSql(index.type)}`
    throw new MillraceError('TRANSPOSE_INVALID_INDEX_COLUMN', `Invalid index column for TRANSPOSE because: ${reason}`, {
      sqlState: '42804',
      parameters: { reason },
    })
  }
  const type = others.length === 0 ? stringType : others.map((one) => one.type).reduce((a, b) => shared(a, b, ansi))
  const input = nameExpression(index.name)
  return {
    filter: operation('isnotnull', input),
    order: { kind: 'sort', input, ascending: true, nullsFirst: true },
    columns: [cast(input, stringType), ...others.map(({ name }) => cast(nameExpression(name), type))],
    relation: (rows) => ({
      fields: [
        { name: 'key', type: stringType, nullable: false },
        ...rows.map(([name]) => ({ name: name as string, type, nullable: true })),
      ],
      rows: others.map(({ name }, at) => [name, ...rows.map((row) => row[at + 1] ?? null)]),
    }),
  }
}

function cast(input: Expression, type: DataType): Expression {
  return { kind: 'cast', input, type, mode: 'cast' }
}

/** Text has no type in common with anything else here. */
function shared(a: DataType, b: DataType, ansi: boolean): DataType {
  const found = (a.kind === 'string') === (b.kind === 'string') ? commonType([a, b], ansi) : undefined
  if (found) return found
  throw new MillraceError(
    'TRANSPOSE_NO_LEAST_COMMON_TYPE',
    `Transpose requires non-index columns to share a least common type, but "${typeSql(a)}" and "${typeSql(b)}" do not.`,
    { sqlState: '42K09', parameters: { dt1: `"${typeSql(a)}"`, dt2: `"${typeSql(b)}"` } },
  )
}
