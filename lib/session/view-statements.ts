/** CREATE TEMPORARY VIEW and DROP VIEW. */
import { MillraceError } from '../errors.ts'
import type { Expression } from '../expressions/expression.ts'
import { makeNode } from '../plan/node.ts'
import type { Node } from '../plan/nodes.ts'
import { schemaOf } from '../plan/planner.ts'
import type { Statement } from '../sql/statement.ts'
import { tableNotFound } from '../sql/table-not-found.ts'
import { ReaderSettings } from './reader-settings.ts'
import type { SessionContext } from './session-context.ts'
import { rowsTable } from './show-statements.ts'

type OfKind<K extends Statement['kind']> = Extract<Statement, { readonly kind: K }>

/** The plan of a view: its query's, under the names of its columns. @throws CREATE_VIEW_COLUMN_ARITY_MISMATCH.* */
export function viewPlan({ name, columns }: OfKind<'createView'>, node: Node, { planner }: SessionContext): Node {
  let view = node
  if (columns) {
    const { names } = schemaOf(node, planner)
    if (names.length !== columns.length)
      throw arityMismatch(
        name,
        columns.map((one) => one.name),
        names,
      )
    const renamed = makeNode('toDF', { names: columns.map((one) => one.name) }, [node])
    const { fields } = schemaOf(renamed, planner)
    const commented = columns.map(({ name: column, comment }, at): Expression => {
      const input: Expression = { kind: 'column', path: [column] }
      if (comment === undefined) return input
      return { kind: 'alias', input, names: [column], metadata: { ...fields[at]?.metadata, comment } }
    })
    view = columns.some((one) => one.comment) ? makeNode('project', { columns: commented }, [renamed]) : renamed
  }
  return view
}

function arityMismatch(name: string, wanted: readonly string[], given: readonly string[]): MillraceError {
  const quoted = (names: readonly string[]) => names.map((one) => `\`${one}\``).join(', ')
  const few = given.length < wanted.length
  return new MillraceError(
    `CREATE_VIEW_COLUMN_ARITY_MISMATCH.${few ? 'NOT_ENOUGH_DATA_COLUMNS' : 'TOO_MANY_DATA_COLUMNS'}`,
    `Cannot create view \`${name}\`, the reason is ${few ? 'not enough' : 'too many'} data columns:\n` +
      `View columns: ${quoted(wanted)}.\nData columns: ${quoted(given)}.`,
    { sqlState: '21S01' },
  )
}

export function createSourceView(
  { name, global, replace, format, schema, options }: OfKind<'createSourceView'>,
  context: SessionContext,
): Node {
  const settings = new ReaderSettings()
  settings.format = format
  if (schema !== undefined) settings.setSchema(schema)
  for (const [key, value] of options) settings.option(key, value)
  context.catalog.setNamedView(name, settings.node(context, false), { replace, global })
  return rowsTable([])
}

/** @throws TABLE_OR_VIEW_NOT_FOUND */
export function dropView({ path, ifExists }: OfKind<'dropView'>, { catalog }: SessionContext): Node {
  if (!catalog.drop(path) && !ifExists) {
    // Spark looks for a temporary view first and reports where it looked last.
    throw path.length === 1
      ? tableNotFound(['spark_catalog', 'default', ...path], '`spark_catalog`.`default`')
      : tableNotFound(path)
  }
  return rowsTable([])
}

/**
 * Makes a view known.
 *
 * @param replan gives its plan anew at each use
 * @throws TEMP_TABLE_OR_VIEW_ALREADY_EXISTS
 */
export function keepView(
  { name, replace, global }: OfKind<'createView'>,
  view: Node,
  { catalog }: SessionContext,
  replan?: () => Node,
): Node {
  catalog.setNamedView(name, view, { replace, global, ...(replan ? { replan } : {}) })
  return rowsTable([])
}
