/** From a parsed query to nodes, tables looked up on the way; what is wrong is found here, with its place in the text. */
import { MillraceError } from '../errors.ts'
import { findName } from '../expressions/binder/resolve-name.ts'
import { unresolvedColumn } from '../expressions/binder/suggestions.ts'
import { call, literalOf, textLiteral } from '../expressions/build.ts'
import type { Expression } from '../expressions/expression.ts'
import { isStreaming } from '../plan/analyze/streaming.ts'
import { makeResolvedNode } from '../plan/missing-columns.ts'
import { makeNode } from '../plan/node.ts'
import type { Node, NodeOptions, OperatorName } from '../plan/nodes.ts'
import { schemaOf } from '../plan/planner.ts'
import type { Schema } from '../types/schema.ts'
import { intType } from '../types/types.ts'
import { correlatedSelect } from './correlated-select.ts'
import { freshNames } from './fresh-names.ts'
import { inlineTable } from './inline-table.ts'
import { located } from './located.ts'
import { orderByPosition, ordersOfAll, unambiguousOrder } from './order-by-position.ts'
import type { OuterRows } from './outer-rows.ts'
import { planJoin } from './plan-join.ts'
import { planLateral } from './plan-lateral.ts'
import { planPivot, planUnpivot } from './plan-pivot.ts'
import { generated, watermarked } from './plan-relation.ts'
import { planSample } from './plan-sample.ts'
import { distinct, filtered, plainSelect } from './plan-select.ts'
import type { QueryCursor } from './query-cursor.ts'
import type { PlaceChange, QueryPlans, SqlScope } from './query-plans.ts'
import { namesItself, recursiveQuery, withEnoughRows } from './recursive-query.ts'
import { rowCount } from './row-count.ts'
import type { NamedQuery, Place, Query, Relation, RelationAlias } from './statement.ts'
import { subqueriesIn } from './subqueries-in.ts'
import { withSubqueryColumns } from './subquery-joins.ts'
import { tableFunction } from './table-function.ts'
import { aliasCountMismatch, manyParts, notStreaming, tableNotFound } from './table-not-found.ts'

export type { SqlScope } from './query-plans.ts'

/**
 * Plans a query.
 *
 * @param cursor the cursor that read it
 * @throws TABLE_OR_VIEW_NOT_FOUND, UNRESOLVED_COLUMN.* and all else that the analyzer finds, with line, position and text
 */
export function queryPlan(query: Query, cursor: QueryCursor, scope: SqlScope): Node {
  return new QueryPlanner(cursor, scope, new Map(), undefined).query(query)
}

class QueryPlanner implements QueryPlans {
  readonly cursor: QueryCursor
  readonly scope: SqlScope
  readonly named: ReadonlyMap<string, Node>
  readonly outer: OuterRows | undefined

  constructor(cursor: QueryCursor, scope: SqlScope, named: ReadonlyMap<string, Node>, outer: OuterRows | undefined) {
    this.cursor = cursor
    this.scope = scope
    this.named = named
    this.outer = outer
  }

  at(change: PlaceChange): QueryPlanner {
    const outer = 'outer' in change ? change.outer : this.outer
    return new QueryPlanner(change.cursor ?? this.cursor, this.scope, change.named ?? this.named, outer)
  }

  schema(node: Node): Schema {
    return schemaOf(node, this.scope.planner)
  }

  query(query: Query): Node {
    switch (query.kind) {
      case 'select':
        return this.outer ? correlatedSelect(query, this.outer, this) : plainSelect(query, this)
      case 'relation':
        return this.#attached(this.at({ outer: undefined }).relation(query.relation))
      case 'union': {
        const inputs = [this.query(query.left), this.query(query.right)]
        const node = this.node(query.place, 'union', { byName: false, allowMissingColumns: false }, inputs)
        return query.all ? node : distinct(node, this.scope.planner)
      }
      case 'setOperation': {
        const inputs = [this.query(query.left), this.query(query.right)]
        return this.node(query.place, 'setOperation', { kind: query.operation, all: query.all }, inputs)
      }
      case 'sort':
        return this.#sort(query)
      case 'spread':
        return this.#spread(query)
      case 'limit':
      case 'offset':
        return this.#limit(query)
      case 'assign':
        return this.#assign(query)
      case 'with':
        return this.#within(query.names, query.recursive).query(query.input)
    }
  }

  #attached(node: Node): Node {
    return this.outer && this.outer.size > 0 ? this.outer.attach(node) : node
  }

  node<K extends OperatorName>(place: Place, op: K, options: NodeOptions[K], inputs: readonly Node[]): Node {
    return located(this.cursor, place, () => makeResolvedNode(op, options, inputs, this.scope.planner))
  }

  relation(relation: Relation): Node {
    const { alias, place } = relation
    switch (relation.kind) {
      case 'values': {
        const table = located(this.cursor, place, () => inlineTable(relation.rows, alias?.columns, this.scope))
        return alias?.name === undefined ? table : makeNode('subqueryAlias', { alias: alias.name }, [table])
      }
      case 'join':
        return planJoin(relation, this)
      case 'generate': {
        const input = this.relation(relation.input)
        return located(this.cursor, place, () => generated(relation, input, this.scope.planner))
      }
      case 'watermark': {
        const input = this.relation(relation.input)
        return located(this.cursor, place, () => watermarked(relation, input, this.scope))
      }
      case 'filtered':
        return filtered(this.relation(relation.input), relation.condition, place, this)
      case 'lateral':
        return planLateral(relation, this)
      case 'sample':
        return planSample(relation, this)
      case 'pivot':
      case 'unpivot': {
        const node = relation.kind === 'pivot' ? planPivot(relation, this) : planUnpivot(relation, this)
        return alias ? this.#aliased(node, alias, place) : node
      }
      default: {
        const node = this.#unnamed(relation)
        const call = relation.kind === 'function' ? relation.call.name : undefined
        if (alias) return this.#aliased(node, alias, place, call)
        if (relation.kind !== 'query') return node
        return relation.open
          ? makeNode('project', { columns: [everything], closed: true }, [node])
          : this.#unqualified(node)
      }
    }
  }

  #unnamed(relation: Extract<Relation, { readonly kind: 'table' | 'query' | 'function' }>): Node {
    switch (relation.kind) {
      case 'table':
        return this.#table(relation.path, relation.streaming, relation.place)
      case 'query':
        return this.query(relation.query)
      case 'function':
        return tableFunction(relation.call, relation.place, this)
    }
  }

  #aliased(node: Node, { name, columns }: RelationAlias, place: Place, call?: string): Node {
    const renamed = columns ? this.#renamed(node, columns, place, call) : node
    return name === undefined ? this.#unqualified(renamed) : makeNode('subqueryAlias', { alias: name }, [renamed])
  }

  /** The columns of a subquery without a name can be qualified by nothing, and nothing below it can be seen. */
  #unqualified(node: Node): Node {
    const named = makeNode('subqueryAlias', { alias: '__auto_generated_subquery_name' }, [node])
    return makeNode('toDF', { names: this.schema(node).names }, [named])
  }

  /** @param call the function that gives the columns */
  #renamed(node: Node, names: readonly string[], place: Place, call?: string): Node {
    const { length } = this.schema(node)
    return located(this.cursor, place, () => {
      if (names.length === length) return makeNode('toDF', { names }, [node])
      if (call !== undefined) throw aliasCountMismatch(call, names.length, length)
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
    const known = path.length === 1 ? this.named.get(name.toLowerCase()) : undefined
    const node = known ?? this.scope.table(path)
    return located(this.cursor, place, () => {
      if (!node && (path.length > 3 || (path.length === 3 && path[0]?.toLowerCase() !== 'spark_catalog')))
        throw manyParts(path)
      if (!node) throw tableNotFound(path)
      if (streaming && !isStreaming(node)) throw notStreaming(path.join('.'))
      return makeNode('subqueryAlias', { alias: name }, [node])
    })
  }

  /** Columns that are there get other values, each assignment after the one before it. */
  #assign({ input, values, place }: Extract<Query, { readonly kind: 'assign' }>): Node {
    return values.reduce((below, { name, value }) => {
      const schema = this.schema(below)
      if (!findName([name], schema)) {
        return located(this.cursor, place, () => {
          throw unresolvedColumn([name], schema)
        })
      }
      return this.node(place, 'withColumns', { columns: [{ name, value }] }, [below])
    }, this.query(input))
  }

  /** Each named query sees the ones before it. */
  #within(names: readonly NamedQuery[], recursive: boolean): QueryPlanner {
    const named = new Map(this.named)
    for (const one of names) {
      const { name, columns, query, place } = one
      const planner = this.at({ named, outer: undefined })
      if (recursive && namesItself(one, this.cursor)) {
        named.set(name.toLowerCase(), recursiveQuery(one, planner))
        continue
      }
      const node = planner.query(query)
      named.set(name.toLowerCase(), columns ? planner.#renamed(node, columns, place) : node)
    }
    return this.at({ named })
  }

  #limit({ kind, input, count, place }: Extract<Query, { readonly kind: 'limit' | 'offset' }>): Node {
    const node = this.query(input)
    const n = located(this.cursor, place, () => rowCount(count, kind, node, this.scope, listedColumn(input, count)))
    if (this.outer && this.outer.size > 0) return this.#cut(node, kind, n, this.outer)
    return this.node(place, kind, { n }, [kind === 'limit' ? withEnoughRows(node, n, this) : node])
  }

  /** So many rows of each outer combination, or all behind so many: they come in order. */
  #cut(input: Node, kind: 'limit' | 'offset', n: number, outer: OuterRows): Node {
    const { names } = this.schema(input)
    const own = names.slice(0, names.length - outer.size)
    const fields = freshNames(own.length)
    const parts = own.flatMap((_, index) => [textLiteral(fields[index] as string), columnAt(names, index)])
    const [list = ''] = freshNames(1)
    const all = call('collect_list', call('named_struct', ...parts))
    const made: Expression = { kind: 'alias', input: all, names: [list] }
    const grouped = makeNode(
      'aggregate',
      { grouping: outer.columns, sets: undefined, outputs: [made, ...outer.columns] },
      [input],
    )
    const listed: Expression = { kind: 'column', path: [list] }
    const [from, count] = kind === 'limit' ? [1, literalOf(n, intType)] : [n + 1, call('size', listed)]
    const cut = call('slice', listed, literalOf(from, intType), count)
    const rows = makeNode('project', { columns: [call('inline', cut), ...outer.columns] }, [grouped])
    return makeNode('toDF', { names }, [rows])
  }

  /** Columns below the select list may be named too, but not behind DISTINCT or an aggregation. */
  #spread({ input, expressions, place }: Extract<Query, { readonly kind: 'spread' }>): Node {
    const node = this.query(input)
    const named = expressions.filter((one) => subqueriesIn(one).length === 0)
    const { binder } = this.scope.planner
    const onlyOutput =
      input.kind !== 'select' || input.distinct || input.grouping !== undefined || node.op === 'aggregate'
    located(this.cursor, place, () => {
      if (onlyOutput) for (const one of named) binder.bind(one, this.schema(node))
      else makeResolvedNode('sort', { orders: named.map(ascending), global: false }, [node], this.scope.planner)
    })
    return node
  }

  #sort({ input, orders, global, place }: Extract<Query, { readonly kind: 'sort' }>): Node {
    const node = this.query(input)
    const columns = this.schema(node).fields
    const resolved = located(this.cursor, place, () =>
      orders
        .flatMap((order) => ordersOfAll(order, columns) ?? orderByPosition(order, columns))
        .map((order) => unambiguousOrder(order, node, this.scope.planner)),
    )
    if (resolved.flatMap(subqueriesIn).length === 0)
      return this.node(place, 'sort', { orders: resolved, global }, [node])
    return located(this.cursor, place, () => {
      const made = withSubqueryColumns(node, resolved, this)
      const sorted = this.node(place, 'sort', { orders: made.replaced, global }, [made.node])
      return makeNode('drop', { columns: made.names.map((name): Expression => ({ kind: 'column', path: [name] })) }, [
        sorted,
      ])
    })
  }
}

const ascending = (input: Expression): Expression => ({ kind: 'sort', input, ascending: true, nullsFirst: true })

/** What a pipe hands on. */
const everything: Expression = { kind: 'star', target: undefined }

const columnAt = (names: readonly string[], index: number): Expression => ({
  kind: 'column',
  path: [names[index] as string],
  index,
})

/** The item of a query's list that is a column and has this name. */
function listedColumn(query: Query, name: Expression): Expression | undefined {
  if (query.kind === 'sort' || query.kind === 'offset') return listedColumn(query.input, name)
  if (query.kind !== 'select' || name.kind !== 'column' || name.path.length > 1) return undefined
  const wanted = name.path[0]?.toLowerCase()
  return query.items.find((one) => one.kind === 'column' && one.path.at(-1)?.toLowerCase() === wanted)
}
