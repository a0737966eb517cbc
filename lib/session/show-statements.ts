/** SHOW and DESCRIBE: what the session knows, as rows. */
import { invariant, MillraceError } from '../errors.ts'
import { aggregates } from '../expressions/aggregates/index.ts'
import { unknownFunction } from '../expressions/binder/bind-call.ts'
import { sparkFunctions } from '../expressions/binder/spark-functions.ts'
import { generators } from '../expressions/generators/index.ts'
import { makeNode } from '../plan/node.ts'
import type { Node } from '../plan/nodes.ts'
import { schemaOf } from '../plan/planner.ts'
import { located } from '../sql/located.ts'
import type { QueryCursor } from '../sql/query-cursor.ts'
import type { Statement } from '../sql/statement.ts'
import type { Field, SqlValue } from '../types/data-type.ts'
import { quoteName } from '../types/ddl/identifier.ts'
import { typeSimpleText, typeSql } from '../types/ddl/type-sql.ts'
import { booleanType, field, stringType } from '../types/types.ts'
import { globalNamespace } from './frame-catalog.ts'
import { namePattern } from './name-pattern.ts'
import type { SessionContext } from './session-context.ts'
import type { Routine } from './session-routines.ts'
import { isUserFunction } from './user-functions.ts'

type OfKind<K extends Statement['kind']> = Extract<Statement, { readonly kind: K }>

/** A small static frame. */
export const rowsTable = (fields: readonly Field[], rows: readonly (readonly SqlValue[])[] = []): Node =>
  makeNode('localRelation', { fields, rows })

/** A column of texts. */
export const textColumn = (name: string): Field => field(name, stringType, false)

const commented = (one: Field, comment: string): Field => ({ ...one, metadata: { comment } })

/** The only catalog and its only namespace, besides that of global views. */
const catalogName = 'spark_catalog'
const namespaceName = 'default'

export function showTables({ column, namespace, pattern }: OfKind<'showTables'>, { catalog }: SessionContext): Node {
  const global = namespace?.join('.').toLowerCase() === globalNamespace
  if (namespace && !global) requireNamespace(namespace)
  const matches = namePattern(pattern)
  const rows = catalog
    .list(global)
    .filter(({ entry }) => matches(entry.name))
    .map((one) => [one.namespace, one.entry.name, true])
  return rowsTable([textColumn('namespace'), textColumn(column), field('isTemporary', booleanType, false)], rows)
}

/** The names of functions, the program's own among them. @throws SCHEMA_NOT_FOUND */
export function showFunctions(
  { namespace, only, pattern }: OfKind<'showFunctions'>,
  { registry, routines }: SessionContext,
): Node {
  if (namespace) requireNamespace(namespace)
  const known = new Set([...registry.functions.keys(), ...aggregates.keys(), ...generators.keys()])
  const matches = namePattern(pattern)
  const names = [...known].filter((name) => {
    const definition = registry.functions.get(name)
    const own = definition !== undefined && isUserFunction(definition)
    // What only the planner calls is neither.
    if (!own && !sparkFunctions.has(name)) return false
    return (only === undefined || own === (only === 'user')) && matches(name)
  })
  const made = only === 'system' ? [] : routines.names.filter((name) => matches(name))
  return rowsTable(
    [textColumn('function')],
    [...new Set([...names, ...made])].sort().map((name) => [name]),
  )
}

export function showColumns(node: Node, { planner }: SessionContext): Node {
  return rowsTable(
    [textColumn('col_name')],
    schemaOf(node, planner).names.map((name) => [name]),
  )
}

/** Those of the catalog; a namespace has none. @throws SCHEMA_NOT_FOUND */
export function showNamespaces({ namespace, pattern }: OfKind<'showNamespaces'>): Node {
  const within = namespace && namespace.join('.').toLowerCase() !== catalogName
  if (within) requireNamespace(namespace)
  const shown = !within && namePattern(pattern)(namespaceName)
  return rowsTable([textColumn('namespace')], shown ? [[namespaceName]] : [])
}

/** What is asked of tables only: no view has it. @throws EXPECT_PERMANENT_VIEW_NOT_TEMP, EXPECT_TABLE_NOT_VIEW.NO_ALTERNATIVE */
export function showTable({ what, query }: OfKind<'showTable'>, cursor: QueryCursor): Node {
  const relation = query.kind === 'relation' && query.relation.kind === 'table' ? query.relation : undefined
  invariant(relation, `${what} of something that is no name`)
  const name = quoteName(relation.path)
  return located(cursor, relation.place, () => {
    if (what === 'SHOW PARTITIONS') {
      throw new MillraceError(
        'EXPECT_TABLE_NOT_VIEW.NO_ALTERNATIVE',
        `'${what}' expects a table but ${name} is a view. `,
        { sqlState: '42809', parameters: { viewName: name, operation: what } },
      )
    }
    throw new MillraceError(
      'EXPECT_PERMANENT_VIEW_NOT_TEMP',
      `'${what}' expects a permanent view but ${name} is a temp view.`,
      { sqlState: '42809', parameters: { viewName: name, operation: what } },
    )
  })
}

export function showCatalogs({ pattern }: OfKind<'showCatalogs'>): Node {
  return rowsTable([textColumn('catalog')], namePattern(pattern)(catalogName) ? [[catalogName]] : [])
}

export function showNamespace(): Node {
  return rowsTable([textColumn('catalog'), textColumn('namespace')], [[catalogName, namespaceName]])
}

/** Views have none. */
export function showProperties(): Node {
  return rowsTable([textColumn('key'), textColumn('value')])
}

export function describe(node: Node, { planner }: SessionContext): Node {
  const rows = schemaOf(node, planner).fields.map((one) => [
    one.name,
    typeSimpleText(one.type),
    one.metadata?.comment ?? null,
  ])
  return rowsTable(
    [
      commented(textColumn('col_name'), 'name of the column'),
      commented(textColumn('data_type'), 'data type of the column'),
      commented(field('comment', stringType), 'comment of the column'),
    ],
    rows,
  )
}

/** @throws COLUMN_NOT_FOUND, _LEGACY_ERROR_TEMP_1060 for a field of a struct */
export function describeColumn({ path }: OfKind<'describeColumn'>, node: Node, { planner }: SessionContext): Node {
  const [name = ''] = path
  const schema = schemaOf(node, planner)
  const found = schema.fields[schema.index(name) ?? -1]
  if (!found) {
    throw new MillraceError(
      'COLUMN_NOT_FOUND',
      `The column ${quoteName([name])} cannot be found. Verify the spelling and correctness of the column name according ` +
        'to the SQL config "spark.sql.caseSensitive".',
      { sqlState: '42703', parameters: { colName: quoteName([name]) } },
    )
  }
  if (path.length > 1) {
    throw new MillraceError(
      '_LEGACY_ERROR_TEMP_1060',
      `DESC TABLE COLUMN does not support nested column: ${path.join('.')}.`,
    )
  }
  return rowsTable(
    [
      commented(textColumn('info_name'), 'name of the column info'),
      commented(textColumn('info_value'), 'value of the column info'),
    ],
    [
      ['col_name', found.name],
      ['data_type', typeSimpleText(found.type)],
      ['comment', found.metadata?.comment ?? 'NULL'],
    ],
  )
}

/** The name, and what it does. @throws UNRESOLVED_ROUTINE */
export function describeFunction(
  { path, place }: OfKind<'describeFunction'>,
  cursor: QueryCursor,
  { registry, routines }: SessionContext,
): Node {
  const name = path.join('.').toLowerCase()
  const routine = routines.at(name)
  if (routine) return rowsTable([textColumn('function_desc')], routineLines(name, routine))
  const found = registry.functions.get(name) ?? aggregates.get(name)
  if (!found && !generators.has(name)) {
    return located(cursor, place, () => {
      throw unknownFunction(name)
    })
  }
  const usage = found ? [[`Usage: ${found.summary}`]] : []
  return rowsTable([textColumn('function_desc')], [[`Function: ${name}`], ...usage])
}

/** A function that SQL made, as Spark lays it out. */
function routineLines(name: string, { parameters, gives }: Routine): readonly (readonly [string])[] {
  const inputs = parameters.map((one) => `${one.name} ${typeSql(one.type)}`)
  const shown = inputs.map((one, at): [string] => [`${at === 0 ? 'Input:' : ''}`.padEnd(10) + one])
  return [
    [`Function: ${name}`],
    ['Type:     SCALAR'],
    ...(shown.length > 0 ? shown : [['Input:    ()'] as const]),
    [`Returns:  ${typeSql(gives)}`],
  ]
}

/** @throws SCHEMA_NOT_FOUND */
export function describeNamespace({ path }: OfKind<'describeNamespace'>): Node {
  requireNamespace(path)
  return rowsTable(
    [
      commented(textColumn('info_name'), 'name of the namespace info'),
      commented(field('info_value', stringType), 'value of the namespace info'),
    ],
    [
      ['Catalog Name', catalogName],
      ['Namespace Name', namespaceName],
    ],
  )
}

/** There is one namespace. @throws SCHEMA_NOT_FOUND, NESTED_DATABASE_UNSUPPORTED_BY_V1_SESSION_CATALOG */
export function requireNamespace(path: readonly string[]): void {
  const names = path.map((one) => one.toLowerCase())
  const own = names[0] === catalogName ? names.slice(1) : names
  if (own.length === 0 || (own.length === 1 && own[0] === namespaceName)) return
  if (own.length > 1) {
    const message = `Nested databases are not supported by v1 session catalog: ${quoteName(own)}.`
    throw new MillraceError('NESTED_DATABASE_UNSUPPORTED_BY_V1_SESSION_CATALOG', message, { sqlState: '42K05' })
  }
  const name = quoteName([catalogName, ...own])
  throw new MillraceError(
    'SCHEMA_NOT_FOUND',
    `The schema ${name} cannot be found. Verify the spelling and correctness of the schema and catalog.\nIf you did not ` +
      'qualify the name with a catalog, verify the current_schema() output, or qualify the name with the correct catalog.\n' +
      'To tolerate the error on drop use DROP SCHEMA IF EXISTS.',
    { sqlState: '42704', parameters: { schemaName: name } },
  )
}
