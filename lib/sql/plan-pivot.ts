/** PIVOT: grouped by the columns that it does not name, a column for each value; UNPIVOT: a row for each column. */
import { MillraceError } from '../errors.ts'
import type { Binder } from '../expressions/binder/binder.ts'
import { findName, resolveName } from '../expressions/binder/resolve-name.ts'
import { call, literalOf, operation, textLiteral } from '../expressions/build.ts'
import type { Expression } from '../expressions/expression.ts'
import { expressionOperands } from '../expressions/expression-operands.ts'
import { pivotSteps } from '../plan/aggregate/pivot.ts'
import { makeNode } from '../plan/node.ts'
import type { Node } from '../plan/nodes.ts'
import type { DataType } from '../types/data-type.ts'
import { quoteIdentifier } from '../types/ddl/identifier.ts'
import { typeSql } from '../types/ddl/type-sql.ts'
import type { Schema } from '../types/schema.ts'
import { located } from './located.ts'
import type { QueryPlans } from './query-plans.ts'
import type { Relation } from './statement.ts'

type Pivoted = Extract<Relation, { readonly kind: 'pivot' }>
type Unpivoted = Extract<Relation, { readonly kind: 'unpivot' }>

/** @throws what `pivotSteps` throws, UNRESOLVED_COLUMN.* */
export function planPivot(pivot: Pivoted, plans: QueryPlans): Node {
  const input = plans.relation(pivot.input)
  const schema = plans.schema(input)
  return located(plans.cursor, pivot.place, () => {
    // One that is not there is marked at the whole clause.
    const columns = pivot.columns.map((name) => columnAt(indexOf([name], schema, plans, pivot), schema))
    const named = new Set(pivot.columns.map((name) => resolveName([name], schema).index))
    for (const path of pivot.aggregates.flatMap(pathsIn)) {
      const found = findName(path, schema)
      if (found) named.add(found.index)
    }
    const grouping = schema.fields.flatMap((_, at) => (named.has(at) ? [] : [columnAt(at, schema)]))
    const [only] = columns
    const fields = columns.flatMap((one, at) => [textLiteral(pivot.columns[at] as string), one])
    const column = columns.length === 1 ? (only as Expression) : call('named_struct', ...fields)
    const steps = pivotSteps(grouping, { column, values: pivot.values }, pivot.aggregates, schema, plans.scope.planner)
    const node = steps.reduce<Node>((below, options) => makeNode('aggregate', options, [below]), input)
    plans.schema(node)
    return qualified(node, schema, grouping.length)
  })
}

function indexOf(path: readonly string[], schema: Schema, { cursor }: QueryPlans, { place }: Pivoted): number {
  return located(cursor, { first: place.first, last: place.first + 1 }, () => resolveName(path, schema).index)
}

/** What the columns of the one relation below were qualified by, they stay. */
function qualified(node: Node, schema: Schema, keys: number): Node {
  const qualifiers = new Set(schema.fields.map((one) => one.qualifier))
  const [qualifier] = qualifiers
  if (qualifiers.size !== 1 || qualifier === undefined || keys === 0) return node
  return makeNode('subqueryAlias', { alias: qualifier }, [node])
}

function columnAt(index: number, schema: Schema): Expression {
  return { kind: 'column', path: [schema.fields[index]?.name as string], index }
}

function pathsIn(expression: Expression): readonly (readonly string[])[] {
  return expression.kind === 'column' ? [expression.path] : expressionOperands(expression).flatMap(pathsIn)
}

/** @throws UNPIVOT_VALUE_DATA_TYPE_MISMATCH, UNPIVOT_VALUE_SIZE_MISMATCH, UNRESOLVED_COLUMN.* */
export function planUnpivot(unpivot: Unpivoted, plans: QueryPlans): Node {
  const { includeNulls, values, name, sources, place } = unpivot
  const input = plans.relation(unpivot.input)
  const schema = plans.schema(input)
  return located(plans.cursor, place, () => {
    const rows = sources.map(({ columns }) => columns.map((path) => resolveName(path, schema).index))
    for (const row of rows) {
      if (row.length !== values.length)
        throw sizeMismatch(
          values.length,
          rows.map((one) => one.length),
        )
    }
    for (const at of values.keys())
      requireCommonType(
        rows.map((row) => row[at] as number),
        schema,
        plans.scope.planner.binder,
      )
    const named = new Set(rows.flat())
    const ids = schema.fields.flatMap((_, at) => (named.has(at) ? [] : [columnAt(at, schema)]))
    const structs = rows.map((row, at) => {
      const { columns, alias } = sources[at] as Unpivoted['sources'][number]
      const text = alias ?? columns.map((path) => path.at(-1)).join('_')
      const fields = row.flatMap((index, value) => [textLiteral(values[value] as string), columnAt(index, schema)])
      return call('named_struct', textLiteral(name), textLiteral(text), ...fields)
    })
    const item = call('inline', operation('array', ...structs))
    const node = plans.node(place, 'project', { columns: [...ids, item] }, [input])
    if (includeNulls) return node
    const width = ids.length + 1
    const after = plans.schema(node)
    const present = values
      .map((_, at) => call('isnotnull', columnAt(width + at, after)))
      .reduce((left, right) => operation('or', left, right), literalOf(false, { kind: 'boolean' }))
    return makeNode('filter', { condition: present }, [node])
  })
}

function sizeMismatch(names: number, sizes: readonly number[]): MillraceError {
  return new MillraceError(
    'UNPIVOT_VALUE_SIZE_MISMATCH',
    `All unpivot value columns must have the same size as there are value column names (${names}).`,
    { sqlState: '428C4', parameters: { names: `${names}`, sizes: `${sizes}` } },
  )
}

/**
 * Whether columns may stand below each other in one.
 *
 * @throws UNPIVOT_VALUE_DATA_TYPE_MISMATCH
 */
export function requireCommonType(indexes: readonly number[], schema: Schema, binder: Binder): void {
  const types = new Map<string, { readonly type: DataType; readonly names: string[] }>()
  for (const index of indexes) {
    const field = schema.fields[index]
    if (!field) continue
    const text = typeSql(field.type)
    const known = types.get(text)
    if (known) known.names.push(quoteIdentifier(field.name))
    else types.set(text, { type: field.type, names: [quoteIdentifier(field.name)] })
  }
  const kinds = [...types.values()]
  const texts = kinds.filter(({ type }) => type.kind === 'string').length
  const mixed = texts > 0 && texts < kinds.length
  if (!mixed && shareType(indexes, schema, binder)) return
  const shown = [...types].map(([text, { names }]) => `"${text}" (${names.join(', ')})`).join(', ')
  throw new MillraceError(
    'UNPIVOT_VALUE_DATA_TYPE_MISMATCH',
    `Unpivot value columns must share a least common type, some types do not: [${shown}].`,
    { sqlState: '42K09', parameters: { types: shown } },
  )
}

function shareType(indexes: readonly number[], schema: Schema, binder: Binder): boolean {
  try {
    binder.bind(operation('array', ...indexes.map((at) => columnAt(at, schema))), schema)
    return true
  } catch (error) {
    if (error instanceof MillraceError && error.condition.startsWith('DATATYPE_MISMATCH')) return false
    throw error
  }
}
