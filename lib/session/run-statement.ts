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
import { type Parameters, parseStatement } from '../sql/parse-statement.ts'
import type { QueryCursor } from '../sql/query-cursor.ts'
import { queryPlan, type SqlScope } from '../sql/query-plan.ts'
import type { Query, Statement } from '../sql/statement.ts'
import { tableNotFound } from '../sql/table-not-found.ts'
import type { Field, SqlValue } from '../types/data-type.ts'
import { typeSimpleText } from '../types/ddl/type-sql.ts'
import { booleanType, field, stringType } from '../types/types.ts'
import { batchEvaluation } from './batch-evaluation.ts'
import { globalNamespace } from './frame-catalog.ts'
import { namePattern } from './name-pattern.ts'
import { rangeNode } from './range-node.ts'
import { ReaderSettings } from './reader-settings.ts'
import type { SessionContext } from './session-context.ts'
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
    case 'describe':
      return describe(plan(statement.query), context)
    case 'set':
      return set(statement, context)
    case 'reset':
      return reset(statement, context)
    case 'cache':
      return cache(statement, context)
    case 'explain': {
      const planText = explainFrame(plan(statement.query), context.planner, statement.extended)
      return table([field('plan', stringType)], [[planText]])
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
    range(args) {
      const [first = 0n, second, step = 1n] = args
      return second === undefined ? rangeNode(0n, first, 1n, context) : rangeNode(first, second, step, context)
    },
  }
  return queryPlan(query, cursor, scope)
}

const table = (fields: readonly Field[], rows: readonly (readonly SqlValue[])[] = []): Node =>
  makeNode('localRelation', { fields, rows })

const text = (name: string) => field(name, stringType, false)

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
  return table([])
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
  return table([])
}

function dropView({ path, ifExists }: OfKind<'dropView'>, { catalog }: SessionContext): Node {
  if (!catalog.drop(path) && !ifExists) {
    // Spark looks for a temporary view first and reports where it looked last.
    throw path.length === 1
      ? tableNotFound(['spark_catalog', 'default', ...path], '`spark_catalog`.`default`')
      : tableNotFound(path)
  }
  return table([])
}

function showTables({ column, namespace, pattern }: OfKind<'showTables'>, { catalog }: SessionContext): Node {
  const matches = namePattern(pattern)
  const rows = catalog
    .list(namespace?.toLowerCase() === globalNamespace)
    .filter(({ entry }) => matches(entry.name))
    .map((one) => [one.namespace, one.entry.name, true])
  return table([text('namespace'), text(column), field('isTemporary', booleanType, false)], rows)
}

function describe(node: Node, { planner }: SessionContext): Node {
  const rows = schemaOf(node, planner).fields.map((one) => [
    one.name,
    typeSimpleText(one.type),
    one.metadata?.comment ?? null,
  ])
  const commented = (one: Field, comment: string): Field => ({ ...one, metadata: { comment } })
  return table(
    [
      commented(text('col_name'), 'name of the column'),
      commented(text('data_type'), 'data type of the column'),
      commented(field('comment', stringType), 'comment of the column'),
    ],
    rows,
  )
}

function cache({ keep, path, ifExists }: OfKind<'cache'>, context: SessionContext): Node {
  if (!path) context.cache.clear()
  else {
    const entry = context.catalog.at(path)
    if (!entry && !ifExists) throw tableNotFound(path)
    const node = entry && viewNode(entry, context)
    if (node && keep) context.cache.add(refuseStream(node))
    else if (node) context.cache.remove(node)
  }
  return table([])
}

function refuseStream(node: Node): Node {
  refuseAction(node)
  return node
}

function set({ key, value }: OfKind<'set'>, { conf }: SessionContext): Node {
  if (key !== undefined && value !== undefined) conf.set(key, value)
  const rows =
    key === undefined ? Object.entries(conf.getAll) : [[key, conf.get(key, conf.defaultOf(key) ?? '<undefined>')]]
  return table([text('key'), text('value')], rows)
}

function reset({ key }: OfKind<'reset'>, { conf }: SessionContext): Node {
  conf.reset(key)
  return table([])
}
