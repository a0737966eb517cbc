/** From a parsed query to nodes, tables looked up on the way; what is wrong is found here, with its place in the text. */
import { invariant, MillraceError } from '../errors.ts'
import { boundText } from '../expressions/bound-text.ts'
import type { Expression } from '../expressions/expression.ts'
import { isFoldable } from '../expressions/foldable.ts'
import { generators } from '../expressions/generators/index.ts'
import { interpreter } from '../expressions/interpret.ts'
import { rebuildExpression } from '../expressions/rebuild-expression.ts'
import { isAggregate } from '../plan/aggregate/resolve-aggregates.ts'
import { isStreaming } from '../plan/analyze/streaming.ts'
import { makeResolvedNode } from '../plan/missing-columns.ts'
import { makeNode } from '../plan/node.ts'
import type { Node, NodeOptions, OperatorName } from '../plan/nodes.ts'
import { schemaOf } from '../plan/planner.ts'
import { typeSql } from '../types/ddl/type-sql.ts'
import { Schema } from '../types/schema.ts'
import { longType } from '../types/types.ts'
import { type ConstantContext, inlineTable } from './inline-table.ts'
import { located } from './located.ts'
import { notYet } from './not-yet.ts'
import { orderByPosition, ordersOfAll } from './order-by-position.ts'
import { parseStatement } from './parse-statement.ts'
import { aggregateOptions, namedWindow } from './plan-grouping.ts'
import { generated, joinNodeOptions, watermarked } from './plan-relation.ts'
import type { QueryCursor } from './query-cursor.ts'
import type { NamedQuery, Place, Query, Relation, RelationAlias } from './statement.ts'
import { subqueriesIn } from './subqueries-in.ts'
import { filterWithSubqueries, type SubqueryPlans, withSubqueryColumns } from './subquery-joins.ts'
import { noTableFunction, notStreaming, tableNotFound } from './table-not-found.ts'

/** What a query may name. */
export interface SqlScope extends ConstantContext {
  /** The plan of a view or table, undefined when there is none of that name. */
  table(path: readonly string[]): Node | undefined
  /** Column `id` LONG: end; start, end; start, end, step; a number of partitions behind it has no meaning here. */
  range(args: readonly bigint[]): Node
}

/**
 * Plans a query.
 *
 * @param cursor the cursor that read it
 * @throws TABLE_OR_VIEW_NOT_FOUND, UNRESOLVED_COLUMN.* and all else that the analyzer finds, with line, position and text
 */
export function queryPlan(query: Query, cursor: QueryCursor, scope: SqlScope): Node {
  return new QueryPlanner(cursor, scope, new Map()).query(query)
}

type Select = Extract<Query, { readonly kind: 'select' }>

class QueryPlanner {
  readonly #cursor: QueryCursor
  readonly #scope: SqlScope
  /** Queries of WITH by lower-case name. */
  readonly #named: ReadonlyMap<string, Node>

  constructor(cursor: QueryCursor, scope: SqlScope, named: ReadonlyMap<string, Node>) {
    this.#cursor = cursor
    this.#scope = scope
    this.#named = named
  }

  query(query: Query): Node {
    switch (query.kind) {
      case 'select':
        return this.#select(query)
      case 'relation':
        return this.#relation(query.relation)
      case 'union': {
        const inputs = [this.query(query.left), this.query(query.right)]
        const node = this.#node(query.place, 'union', { byName: false, allowMissingColumns: false }, inputs)
        return query.all ? node : distinct(node)
      }
      case 'setOperation': {
        const inputs = [this.query(query.left), this.query(query.right)]
        return this.#node(query.place, 'setOperation', { kind: query.operation, all: query.all }, inputs)
      }
      case 'sort':
        return this.#sort(query)
      case 'limit':
      case 'offset':
        return this.#limit(query)
      case 'with':
        return this.#within(query.names).query(query.input)
    }
  }

  /** A node whose mistakes are found now. */
  #node<K extends OperatorName>(place: Place, op: K, options: NodeOptions[K], inputs: readonly Node[]): Node {
    return located(this.#cursor, place, () => makeResolvedNode(op, options, inputs, this.#scope.planner))
  }

  #select(query: Select): Node {
    const { items, itemsPlace, from, where, wherePlace, having, grouping } = query
    let node = from ? this.#relation(from) : makeNode('localRelation', { fields: [], rows: [[]] })
    if (where) {
      this.#refuseStreams([where], wherePlace)
      node = this.#filter(node, where, wherePlace)
    }
    this.#refuseStreams(items, itemsPlace)
    const listed = grouping || having ? this.#aggregation(query, node) : this.#project(items, itemsPlace, node)
    return query.distinct ? distinct(listed) : listed
  }

  #aggregation({ items, itemsPlace, grouping, having: filter, havingPlace }: Select, input: Node): Node {
    const { planner } = this.#scope
    if ([...items, ...(grouping?.keys ?? [])].some((one) => subqueriesIn(one).length > 0)) {
      this.#cursor.at = itemsPlace.first
      throw notYet(this.#cursor, 'subqueries in the select list of an aggregation')
    }
    const place = grouping?.place ?? itemsPlace
    const options = located(this.#cursor, place, () =>
      aggregateOptions(grouping, items, schemaOf(input, planner), planner),
    )
    const node = this.#node({ first: itemsPlace.first, last: place.last }, 'aggregate', options, [input])
    if (!filter) return node
    const having = namedWindow(filter, options.grouping, schemaOf(input, planner))
    this.#refuseStreams([having], havingPlace)
    if (subqueriesIn(having).length === 0) return this.#filter(node, having, havingPlace)
    return this.#havingSubqueries(node, options, having, havingPlace, input)
  }

  /** What HAVING aggregates is computed by the aggregation, so that its subqueries can be joined above. */
  #havingSubqueries(
    plain: Node,
    options: NodeOptions['aggregate'],
    having: Expression,
    place: Place,
    input: Node,
  ): Node {
    const extras: Expression[] = []
    const hide = (one: Expression): Expression => {
      if (one.kind === 'subquery' || !isAggregate(one, this.#scope.planner)) return rebuildExpression(one, hide)
      const name = `having ${plain.id}.${extras.length}`
      extras.push({ kind: 'alias', input: one, names: [name] })
      return { kind: 'column', path: [name] }
    }
    const condition = hide(having)
    if (extras.length === 0) return this.#filter(plain, having, place)
    const node = this.#node(place, 'aggregate', { ...options, outputs: [...options.outputs, ...extras] }, [input])
    const columns = extras.map((_, at): Expression => ({ kind: 'column', path: [`having ${plain.id}.${at}`] }))
    return makeNode('drop', { columns }, [this.#filter(node, condition, place)])
  }

  #project(items: readonly Expression[], itemsPlace: Place, node: Node): Node {
    if (items.flatMap(subqueriesIn).length === 0) return this.#node(itemsPlace, 'project', { columns: items }, [node])
    const input = node
    return located(this.#cursor, itemsPlace, () => {
      const { node: joined, replaced, names } = withSubqueryColumns(input, items, this.#subqueries)
      const columns = replaced.map((one) =>
        one.kind === 'star' ? { ...one, except: [...(one.except ?? []), ...names.map((name) => [name])] } : one,
      )
      return makeResolvedNode('project', { columns }, [joined], this.#scope.planner)
    })
  }

  #filter(input: Node, condition: Expression, place: Place): Node {
    if (subqueriesIn(condition).length === 0) return this.#node(place, 'filter', { condition }, [input])
    return located(this.#cursor, place, () => {
      const node = filterWithSubqueries(input, condition, this.#subqueries)
      schemaOf(node, this.#scope.planner)
      return node
    })
  }

  get #subqueries(): SubqueryPlans {
    const { planner } = this.#scope
    const parsed = (text: string): { readonly query: Query; readonly inner: QueryPlanner } => {
      const { statement, cursor } = parseStatement(text)
      invariant(statement.kind === 'query', 'a subquery that is no query')
      return { query: statement.query, inner: new QueryPlanner(cursor, this.#scope, this.#named) }
    }
    return {
      planner,
      plan(text) {
        const { query, inner } = parsed(text)
        return inner.query(query)
      },
      parts(text) {
        const { query, inner } = parsed(text)
        if (query.kind !== 'select' || !query.from || query.grouping || query.having) return undefined
        return { from: inner.#relation(query.from), where: query.where, items: query.items }
      },
    }
  }

  /** Golden `err-sql-scalar-subquery`: a stream inside a subquery is refused before all else that may be wrong with it. */
  #refuseStreams(expressions: readonly Expression[], place: Place): void {
    for (const { text } of expressions.flatMap(subqueriesIn)) {
      const { statement, cursor } = parseStatement(text)
      if (statement.kind !== 'query') continue
      if (!isStreaming(new QueryPlanner(cursor, this.#scope, this.#named).#relations(statement.query))) continue
      located(this.#cursor, place, () => {
        throw new MillraceError(
          'INVALID_SUBQUERY_EXPRESSION.STREAMING_QUERY',
          'Invalid subquery: Streaming query is not allowed in subquery expressions.',
          { sqlState: '42823' },
        )
      })
    }
  }

  /** The relations of a query without what is done to them: enough to see whether one streams. */
  #relations(query: Query): Node {
    switch (query.kind) {
      case 'select':
        return query.from ? this.#relation(query.from) : makeNode('localRelation', { fields: [], rows: [] })
      case 'relation':
        return this.#relation(query.relation)
      case 'union':
      case 'setOperation':
        return makeNode('union', { byName: false, allowMissingColumns: false }, [
          this.#relations(query.left),
          this.#relations(query.right),
        ])
      case 'with':
        return this.#within(query.names).#relations(query.input)
      default:
        return this.#relations(query.input)
    }
  }

  #relation(relation: Relation): Node {
    const { alias, place } = relation
    if (relation.kind === 'values') {
      const table = located(this.#cursor, place, () => inlineTable(relation.rows, alias?.columns, this.#scope))
      return alias?.name === undefined ? table : makeNode('subqueryAlias', { alias: alias.name }, [table])
    }
    if (relation.kind === 'join') return this.#join(relation)
    if (relation.kind === 'generate') {
      const input = this.#relation(relation.input)
      return located(this.#cursor, place, () => generated(relation, input, this.#scope.planner))
    }
    if (relation.kind === 'watermark') {
      const input = this.#relation(relation.input)
      return located(this.#cursor, place, () => watermarked(relation, input, this.#scope))
    }
    const node = this.#unnamed(relation)
    if (alias) return this.#aliased(node, alias, place)
    return relation.kind === 'query' ? this.#unqualified(node) : node
  }

  #join(join: Extract<Relation, { readonly kind: 'join' }>): Node {
    const inputs = [this.#relation(join.left), this.#relation(join.right)] as const
    if (join.condition && subqueriesIn(join.condition).length > 0) {
      this.#cursor.at = join.place.last - 1
      throw notYet(this.#cursor, 'subqueries in the condition of a join')
    }
    return this.#node(join.place, 'join', joinNodeOptions(join, inputs, this.#scope.planner), inputs)
  }

  #unnamed(relation: Extract<Relation, { readonly kind: 'table' | 'query' | 'function' }>): Node {
    switch (relation.kind) {
      case 'table':
        return this.#table(relation.path, relation.streaming, relation.place)
      case 'query':
        return this.query(relation.query)
      case 'function':
        return this.#function(relation.call, relation.place)
    }
  }

  #aliased(node: Node, { name, columns }: RelationAlias, place: Place): Node {
    const renamed = columns ? this.#renamed(node, columns, place) : node
    return name === undefined ? this.#unqualified(renamed) : makeNode('subqueryAlias', { alias: name }, [renamed])
  }

  /** The columns of a subquery without a name can be qualified by nothing, and nothing below it can be seen. */
  #unqualified(node: Node): Node {
    const named = makeNode('subqueryAlias', { alias: '__auto_generated_subquery_name' }, [node])
    return makeNode('toDF', { names: schemaOf(node, this.#scope.planner).names }, [named])
  }

  #renamed(node: Node, names: readonly string[], place: Place): Node {
    const { length } = schemaOf(node, this.#scope.planner)
    return located(this.#cursor, place, () => {
      if (names.length === length) return makeNode('toDF', { names }, [node])
      throw new MillraceError(
        'ASSIGNMENT_ARITY_MISMATCH',
        `The number of columns or variables assigned or aliased: ${length} does not match the number of source ` +
          `expressions: ${names.length}.`,
        { sqlState: '42802' },
      )
    })
  }

  #table(path: readonly string[], streaming: boolean, place: Place): Node {
    const [name = ''] = path.slice(-1)
    const known = path.length === 1 ? this.#named.get(name.toLowerCase()) : undefined
    const node = known ?? this.#scope.table(path)
    return located(this.#cursor, place, () => {
      if (!node) throw tableNotFound(path)
      if (streaming && !isStreaming(node)) throw notStreaming(path.join('.'))
      return makeNode('subqueryAlias', { alias: name }, [node])
    })
  }

  /** Each named query sees the ones before it. */
  #within(names: readonly NamedQuery[]): QueryPlanner {
    const named = new Map(this.#named)
    for (const { name, columns, query, place } of names) {
      const planner = new QueryPlanner(this.#cursor, this.#scope, named)
      const node = planner.query(query)
      named.set(name.toLowerCase(), columns ? planner.#renamed(node, columns, place) : node)
    }
    return new QueryPlanner(this.#cursor, this.#scope, named)
  }

  #limit({ kind, input, count, place }: Extract<Query, { readonly kind: 'limit' | 'offset' }>): Node {
    const node = this.query(input)
    const n = located(this.#cursor, place, () => rowCount(count, kind, node, this.#scope))
    return this.#node(place, kind, { n }, [node])
  }

  #sort({ input, orders, global, place }: Extract<Query, { readonly kind: 'sort' }>): Node {
    const node = this.query(input)
    const columns = schemaOf(node, this.#scope.planner).fields
    const resolved = located(this.#cursor, place, () =>
      orders.flatMap((order) => ordersOfAll(order, columns) ?? orderByPosition(order, columns)),
    )
    return this.#node(place, 'sort', { orders: resolved, global }, [node])
  }

  /** `range(…)`, or a generator over one row. */
  #function(call: Extract<Relation, { readonly kind: 'function' }>['call'], place: Place): Node {
    return located(this.#cursor, place, () => {
      if (call.name === 'range') return this.#scope.range(call.args.map((one) => wholeNumber(one, this.#scope)))
      if (!generators.has(call.name)) throw noTableFunction(call.name, this.#scope.planner.functions.has(call.name))
      const node = makeNode('project', { columns: [call] }, [makeNode('localRelation', { fields: [], rows: [[]] })])
      schemaOf(node, this.#scope.planner)
      return node
    })
  }
}

/** The value of LIMIT's or OFFSET's expression. @throws INVALID_LIMIT_LIKE_EXPRESSION.* */
function rowCount(count: Expression, kind: 'limit' | 'offset', input: Node, { planner, evaluation }: SqlScope): number {
  const bound = planner.binder.bind(count, schemaOf(input, planner))
  const invalid = (condition: string, message: string) =>
    new MillraceError(
      `INVALID_LIMIT_LIKE_EXPRESSION.${condition}`,
      `The limit like expression "${boundText(bound)}" is invalid. The ${message}`,
      { sqlState: '42K0E' },
    )
  if (!isFoldable(bound, planner.functions)) {
    throw invalid('IS_UNFOLDABLE', `${kind} expression must evaluate to a constant value.`)
  }
  if (!['byte', 'short', 'int'].includes(bound.type.kind)) {
    throw invalid('DATA_TYPE', `${kind} expression must be integer type, but got "${typeSql(bound.type)}".`)
  }
  const value = interpreter(bound, { functions: planner.functions, evaluation })([])
  if (value === null) throw invalid('IS_NULL', `evaluated ${kind} expression must not be null.`)
  if ((value as number) >= 0) return value as number
  throw invalid('IS_NEGATIVE', `${kind} expression must be equal to or greater than 0, but got ${value}.`)
}

const distinct = (input: Node): Node => makeNode('deduplicate', { columns: undefined, withinWatermark: false }, [input])

/** An argument of range. */
function wholeNumber(argument: Expression, { planner, evaluation }: SqlScope): bigint {
  const bound = planner.binder.bindAs(argument, new Schema([]), longType, 'argument of range')
  return interpreter(bound, { functions: planner.functions, evaluation })([]) as bigint
}
