/** `session.sql`: a query becomes a plan, a command is done at once and gives a small frame, as in Spark. */
import { invariant, MillraceError } from '../errors.ts'
import { unresolvedColumn } from '../expressions/binder/suggestions.ts'
import { Column } from '../expressions/column.ts'
import { type LiteralValue, literal } from '../expressions/column-literal.ts'
import { refuseAction } from '../plan/analyze/streaming.ts'
import type { Node } from '../plan/nodes.ts'
import { explainFrame } from '../plan/plan-query.ts'
import { located } from '../sql/located.ts'
import type { StatementNames } from '../sql/parse-statement.ts'
import type { QueryCursor } from '../sql/query-cursor.ts'
import { queryPlan, type SqlScope } from '../sql/query-plan.ts'
import type { Place, Query, Statement } from '../sql/statement.ts'
import { tableNotFound } from '../sql/table-not-found.ts'
import { quoteIdentifier } from '../types/ddl/identifier.ts'
import { Schema } from '../types/schema.ts'
import { field, stringType } from '../types/types.ts'
import { assign, type Target } from './assign-variables.ts'
import { batchEvaluation } from './batch-evaluation.ts'
import { constantRow } from './constant-row.ts'
import type { CatalogEntry } from './frame-catalog.ts'
import { immediateStatement } from './immediate-statement.ts'
import { rangeNode } from './range-node.ts'
import { recursiveNode } from './recursive-rows.ts'
import { replannedView } from './replanned-view.ts'
import { createFunction, dropFunction, refreshFunction } from './routine-statements.ts'
import type { SessionContext } from './session-context.ts'
import { substituted } from './session-text.ts'
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
  showTable,
  showTables,
  textColumn,
} from './show-statements.ts'
import { StatementReading } from './statement-reading.ts'
import { declareVariables, dropVariable, setVariables, targetsOf } from './variable-statements.ts'
import { viewNode } from './view-node.ts'
import { createSourceView, dropView, keepView, viewPlan } from './view-statements.ts'

type OfKind<K extends Statement['kind']> = Extract<Statement, { readonly kind: K }>

/** Values of a statement's markers: for `:name` by name, for `?` in turn. A column must be a constant: `lit(…)`. */
export type SqlArguments = { readonly [name: string]: LiteralValue | Column } | readonly (LiteralValue | Column)[]

function parametersOf(args: SqlArguments): StatementNames['parameter'] {
  const expression = (one: LiteralValue | Column) => (one instanceof Column ? one.expression : literal(one))
  if (isList(args)) {
    const values = args.map(expression)
    return (name, before) => (name === undefined ? values[before] : undefined)
  }
  const values = new Map(Object.entries(args).map(([name, one]) => [name, expression(one)]))
  return (name) => (name === undefined ? undefined : values.get(name))
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
  return run(text, parametersOf(args), context)
}

function run(text: string, parameter: StatementNames['parameter'], context: SessionContext): Node {
  const reading = new StatementReading(substituted(text, context), parameter, context)
  const { statement, cursor } = reading.read()
  const plan = (query: Query) => planOf(query, cursor, context, reading)
  const replanned = (view: Node, replan: () => Node) =>
    reading.changes ? replannedView(view, replan, context) : undefined
  switch (statement.kind) {
    case 'query':
      return plan(statement.query)
    case 'createView': {
      const view = viewPlan(statement, plan(statement.query), context)
      const again = () => viewPlan(statement, planAgain(statement.text, parameter, context), context)
      return keepView(statement, view, context, replanned(view, again))
    }
    case 'createSourceView':
      return createSourceView(statement, context)
    case 'dropView':
      return dropView(statement, context)
    case 'refresh':
      return refresh(statement, cursor, context)
    case 'cacheQuery':
      return cacheQuery(statement, plan(statement.query), context, (view) =>
        replanned(view, () => planAgain(statement.text, parameter, context)),
      )
    case 'set':
      return set(statement, context)
    case 'reset':
      return reset(statement, context)
    case 'cache':
      return cache(statement, cursor, context)
    case 'declareVariables':
      return declareVariables(statement, cursor, context)
    case 'setVariables':
      return setVariables(statement, cursor, context, plan)
    case 'setVariablesTo':
      return assignPlan(plan(statement.query), targetsOf(statement.targets, cursor, context), cursor, context)
    case 'dropVariable':
      return dropVariable(statement, cursor, context)
    case 'createFunction':
      return createFunction(statement, cursor, context)
    case 'dropFunction':
      return dropFunction(statement, cursor, context)
    case 'refreshFunction':
      return refreshFunction(statement, cursor, context)
    case 'executeImmediate':
      return execute(statement, cursor, context)
    case 'explain': {
      const planText = explainFrame(plan(statement.query), context.planner, statement.extended)
      return rowsTable([field('plan', stringType)], [[planText]])
    }
    default:
      return show(statement, cursor, plan, context)
  }
}

/** What only shows. */
type Showing = Exclude<Statement, OfKind<Acting>>
type Acting =
  | ('query' | 'createView' | 'createSourceView' | 'dropView' | 'refresh' | 'cacheQuery' | 'set' | 'reset' | 'cache')
  | ('declareVariables' | 'setVariables' | 'setVariablesTo' | 'dropVariable' | 'executeImmediate' | 'explain')
  | ('createFunction' | 'dropFunction' | 'refreshFunction')

function show(statement: Showing, cursor: QueryCursor, plan: (query: Query) => Node, context: SessionContext): Node {
  switch (statement.kind) {
    case 'showTables':
      return showTables(statement, context)
    case 'showFunctions':
      return showFunctions(statement, context)
    case 'showColumns':
      return showColumns(plan(statement.query), context)
    case 'showProperties':
      plan(statement.query)
      return showProperties()
    case 'showTable':
      plan(statement.query)
      return showTable(statement, cursor)
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
  }
}

/** The plan of a view's query as things are now. */
function planAgain(text: string, parameter: StatementNames['parameter'], context: SessionContext): Node {
  const reading = new StatementReading(text, parameter, context)
  const { statement, cursor } = reading.read()
  invariant(statement.kind === 'query', 'the text of a view is no query')
  return planOf(statement.query, cursor, context, reading)
}

const assignPlan = (node: Node, targets: readonly Target[], cursor: QueryCursor, context: SessionContext): Node =>
  assign(constantRow(node, context), node, targets, cursor, context)

/** @throws INVALID_STATEMENT_FOR_EXECUTE_INTO besides what the statement throws */
function execute(statement: OfKind<'executeImmediate'>, cursor: QueryCursor, context: SessionContext): Node {
  // Spark marks the list of names, whichever of them is wrong.
  const into = statement.into.map((one) => ({ ...one, place: (statement.into[0] ?? one).place }))
  const targets = targetsOf(into, cursor, context, (path) => unresolvedColumn(path, new Schema([])))
  const { text, parameter } = immediateStatement(statement, cursor, context)
  if (targets.length === 0) return run(text, parameter, context)
  const reading = new StatementReading(substituted(text, context), parameter, context)
  const inner = reading.read()
  if (inner.statement.kind === 'query') {
    return assignPlan(planOf(inner.statement.query, inner.cursor, context, reading), targets, cursor, context)
  }
  throw new MillraceError(
    'INVALID_STATEMENT_FOR_EXECUTE_INTO',
    'The INTO clause of EXECUTE IMMEDIATE is only valid for queries but the given statement is not a query: ' +
      `${text.toUpperCase()}.`,
    { sqlState: '07501' },
  )
}

function planOf(query: Query, cursor: QueryCursor, context: SessionContext, reading: StatementReading): Node {
  const scope: SqlScope = {
    planner: context.planner,
    evaluation: batchEvaluation(context),
    table(path) {
      const entry = context.catalog.at(path)
      if (entry?.kind === 'view' && entry.replan) reading.readsChanging()
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

function cacheQuery(
  { name }: OfKind<'cacheQuery'>,
  node: Node,
  context: SessionContext,
  replanned: (view: Node) => (() => Node) | undefined,
): Node {
  refuseStream(node)
  const replan = replanned(node)
  context.catalog.setNamedView(name, node, { replace: false, global: false, ...(replan ? { replan } : {}) })
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

/** @throws UNSUPPORTED_FEATURE.SET_VARIABLE_USING_SET */
function set({ key, value }: OfKind<'set'>, { conf, variables }: SessionContext): Node {
  if (key !== undefined && value !== undefined && variables.at([key])) {
    const name = quoteIdentifier(key)
    throw new MillraceError(
      'UNSUPPORTED_FEATURE.SET_VARIABLE_USING_SET',
      `The feature is not supported: ${name} is a VARIABLE and cannot be updated using the SET statement. Use SET VARIABLE ` +
        `${name} = ... instead.`,
      { sqlState: '0A000', parameters: { variableName: name } },
    )
  }
  if (key !== undefined && value !== undefined) conf.set(key, value)
  const rows =
    key === undefined ? Object.entries(conf.getAll) : [[key, conf.get(key, conf.defaultOf(key) ?? '<undefined>')]]
  return rowsTable([textColumn('key'), textColumn('value')], rows)
}

function reset({ key }: OfKind<'reset'>, { conf }: SessionContext): Node {
  conf.reset(key)
  return rowsTable([])
}
