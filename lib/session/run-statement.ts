/** `session.sql`: a query becomes a plan, a command is done at once and gives a small frame, as in Spark. */
import { MillraceError } from '../errors.ts'
import { Column } from '../expressions/column.ts'
import { type LiteralValue, literal } from '../expressions/column-literal.ts'
import type { Expression } from '../expressions/expression.ts'
import { refuseAction } from '../plan/analyze/streaming.ts'
import { makeNode } from '../plan/node.ts'
import type { Node } from '../plan/nodes.ts'
import { explainFrame } from '../plan/plan-query.ts'
import { schemaOf } from '../plan/planner.ts'
import { located } from '../sql/located.ts'
import { type Parameters, parseStatement } from '../sql/parse-statement.ts'
import type { QueryCursor } from '../sql/query-cursor.ts'
import { queryPlan, type SqlScope } from '../sql/query-plan.ts'
import type { Place, Query, Statement } from '../sql/statement.ts'
import { tableNotFound } from '../sql/table-not-found.ts'
import { field, stringType } from '../types/types.ts'
import { batchEvaluation } from './batch-evaluation.ts'
import type { CatalogEntry } from './frame-catalog.ts'
import { rangeNode } from './range-node.ts'
import { ReaderSettings } from './reader-settings.ts'
import { recursiveNode } from './recursive-rows.ts'
import type { SessionContext } from './session-context.ts'
import {
  describe,
  describeColumn,
  describeFunction,
  describeNamespace,
  requireNamespace,
  rowsTable,
  showCatalogs,
  showColumns,
  showFunctions,
  showNamespace,
  showNamespaces,
  showProperties,
  showTables,
  textColumn,
} from './show-statements.ts'
import { viewNode } from './view-node.ts'

type OfKind<K extends Statement['kind']> = Extract<Statement, { readonly kind: K }>

/** Values of a statement's markers: for `:name` by name, for `?` in turn. A column must be a constant: `lit(…)`. */
export type SqlArguments = { readonly [name: string]: LiteralValue | Column } | readonly (LiteralValue | Column)[]

function parametersOf(args: SqlArguments): Parameters {
  const expression = (one: LiteralValue | Column) => (one instanceof Column ? one.expression : literal(one))
  if (isList(args)) return args.map(expression)
  return Object.fromEntries(Object.entries(args).map(([name, one]) => [name, expression(one)]))
}

const isList = (args: SqlArguments): args is readonly (LiteralValue | Column)[] => Array.isArray(args)

/**
 * Parses and plans a statement; commands take effect now.
 *
 * @param args values of its markers
 * @returns the plan of its rows
 * @throws what parser and analyzer find, with line, position and the text
 */
export function runStatement(text: string, args: SqlArguments, context: SessionContext): Node {
  context.requireRunning()
  const { statement, cursor } = parseStatement(text, parametersOf(args))
  const plan = (query: Query) => planOf(query, cursor, context)
  switch (statement.kind) {
    case 'query':
      return plan(statement.query)
    case 'createView':
      return createView(statement, plan(statement.query), context)
    case 'createSourceView':
      return createSourceView(statement, context)
    case 'dropView':
      return dropView(statement, context)
    case 'showTables':
      return showTables(statement, context)
    case 'showFunctions':
      return showFunctions(statement, context)
    case 'showColumns':
      return showColumns(plan(statement.query), context)
    case 'showProperties':
      plan(statement.query)
      return showProperties()
    case 'showNamespaces':
      return showNamespaces(statement)
    case 'showCatalogs':
      return showCatalogs(statement)
    case 'showNamespace':
      return showNamespace()
    case 'describe':
      return describe(plan(statement.query), context)
    case 'describeColumn':
      return describeColumn(statement, plan(statement.query), context)
    case 'describeFunction':
      return describeFunction(statement, cursor, context)
    case 'describeNamespace':
      return describeNamespace(statement)
    case 'use':
      requireNamespace(statement.path)
      return rowsTable([])
    case 'refresh':
      return refresh(statement, cursor, context)
    case 'cacheQuery':
      return cacheQuery(statement, plan(statement.query), context)
    case 'set':
      return set(statement, context)
    case 'reset':
      return reset(statement, context)
    case 'cache':
      return cache(statement, cursor, context)
    case 'explain': {
      const planText = explainFrame(plan(statement.query), context.planner, statement.extended)
      return rowsTable([field('plan', stringType)], [[planText]])
    }
  }
}

function planOf(query: Query, cursor: QueryCursor, context: SessionContext): Node {
  const scope: SqlScope = {
    planner: context.planner,
    evaluation: batchEvaluation(context),
    table(path) {
      const entry = context.catalog.at(path)
      return entry && viewNode(entry, context)
    },
    recursive: (loop) => recursiveNode(loop, context),
    range(args) {
      const [first = 0n, second, step = 1n] = args
      return second === undefined ? rangeNode(0n, first, 1n, context) : rangeNode(first, second, step, context)
    },
  }
  return queryPlan(query, cursor, scope)
}

function createView(
  { name, replace, global, columns }: OfKind<'createView'>,
  node: Node,
  { catalog, planner }: SessionContext,
): Node {
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
  catalog.setNamedView(name, view, { replace, global })
  return rowsTable([])
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

function createSourceView(
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

function dropView({ path, ifExists }: OfKind<'dropView'>, { catalog }: SessionContext): Node {
  if (!catalog.drop(path) && !ifExists) {
    // Spark looks for a temporary view first and reports where it looked last.
    throw path.length === 1
      ? tableNotFound(['spark_catalog', 'default', ...path], '`spark_catalog`.`default`')
      : tableNotFound(path)
  }
  return rowsTable([])
}

/** The view's entry. @throws TABLE_OR_VIEW_NOT_FOUND */
function entryAt(
  path: readonly string[],
  place: Place,
  cursor: QueryCursor,
  { catalog }: SessionContext,
): CatalogEntry {
  return located(cursor, place, () => {
    const entry = catalog.at(path)
    if (!entry) throw tableNotFound(path)
    return entry
  })
}

function cacheQuery({ name }: OfKind<'cacheQuery'>, node: Node, context: SessionContext): Node {
  refuseStream(node)
  context.catalog.setNamedView(name, node, { replace: false, global: false })
  context.cache.add(node)
  return rowsTable([])
}

/** Rows that are kept are read anew when they are next asked for. */
function refresh({ path, place }: OfKind<'refresh'>, cursor: QueryCursor, context: SessionContext): Node {
  const node = viewNode(entryAt(path, place, cursor, context), context)
  if (context.cache.has(node)) {
    context.cache.remove(node)
    context.cache.add(node)
  }
  return rowsTable([])
}

function cache({ keep, path, ifExists, place }: OfKind<'cache'>, cursor: QueryCursor, context: SessionContext): Node {
  if (!path) context.cache.clear()
  else {
    const entry = ifExists ? context.catalog.at(path) : entryAt(path, place, cursor, context)
    const node = entry && viewNode(entry, context)
    if (node && keep) context.cache.add(refuseStream(node))
    else if (node) context.cache.remove(node)
  }
  return rowsTable([])
}

function refuseStream(node: Node): Node {
  refuseAction(node)
  return node
}

function set({ key, value }: OfKind<'set'>, { conf }: SessionContext): Node {
  if (key !== undefined && value !== undefined) conf.set(key, value)
  const rows =
    key === undefined ? Object.entries(conf.getAll) : [[key, conf.get(key, conf.defaultOf(key) ?? '<undefined>')]]
  return rowsTable([textColumn('key'), textColumn('value')], rows)
}

function reset({ key }: OfKind<'reset'>, { conf }: SessionContext): Node {
  conf.reset(key)
  return rowsTable([])
}
