/** LATERAL: what may name the columns of the relation to its left (Spark: RewriteLateralSubquery). */
import { MillraceError } from '../errors.ts'
import type { Expression } from '../expressions/expression.ts'
import { rebuildExpression } from '../expressions/rebuild-expression.ts'
import { isStreaming } from '../plan/analyze/streaming.ts'
import { makeNode } from '../plan/node.ts'
import type { Node } from '../plan/nodes.ts'
import { conjunctionOf } from './conjuncts.ts'
import { located } from './located.ts'
import { relationsOf, streamingSubquery } from './opened-subquery.ts'
import { correlatedPlan, type OuterRows } from './outer-rows.ts'
import type { QueryPlans } from './query-plans.ts'
import type { Relation } from './statement.ts'
import { tableFunction } from './table-function.ts'

type Lateral = Extract<Relation, { readonly kind: 'lateral' }>

/** The rows of both sides, side by side. */
export function planLateral(lateral: Lateral, plans: QueryPlans): Node {
  const { right, type, condition, place } = lateral
  const input = plans.relation(lateral.input)
  if (right.kind === 'query') refuseStream(right, plans)
  const plain = hidesVariables(input, plans) ? undefined : plainRelation(right, plans)
  if (plain) return joinedOn(input, plain, type, condition ? [condition] : [], lateral, plans)
  const inlined = type === 'left_outer' || condition ? undefined : withoutFrom(right, input, plans)
  if (inlined) return inlined
  return located(plans.cursor, place, () => {
    const { node, outer } = correlatedPlan(input, plans, (within) => correlatedRelation(right, within))
    const named = withAlias(node, right, outer)
    const conditions = [...outer.matches(), ...(condition ? [condition] : [])]
    const joined = joinedOn(input, named, type, conditions, lateral, plans)
    return makeNode('drop', { columns: outer.columns }, [joined])
  })
}

/** @throws INVALID_SUBQUERY_EXPRESSION.STREAMING_QUERY (golden `err-sql-stream-lateral-stream`) */
function refuseStream({ query, place }: Extract<Relation, { readonly kind: 'query' }>, plans: QueryPlans): void {
  if (!isStreaming(relationsOf(query, plans.at({ outer: undefined })))) return
  located(plans.cursor, place, () => {
    throw streamingSubquery()
  })
}

function joinedOn(
  left: Node,
  right: Node,
  type: Lateral['type'],
  conditions: readonly Expression[],
  { place }: Lateral,
  plans: QueryPlans,
): Node {
  const condition = conjunctionOf(conditions)
  const joinType = type === 'left_outer' ? type : condition ? 'inner' : 'cross'
  return plans.node(place, 'join', { joinType, condition, using: undefined }, [left, right])
}

/** Whether a column is called as a session variable is: the column is meant, also where the variable would do. */
const hidesVariables = (input: Node, plans: QueryPlans): boolean =>
  plans.schema(input).names.some((name) => plans.cursor.variable([name]))

/** The relation where it names nothing of the rows around it. */
function plainRelation(relation: Relation, plans: QueryPlans): Node | undefined {
  try {
    const node = plans.at({ outer: undefined }).relation(relation)
    plans.schema(node)
    return node
  } catch (error) {
    if (error instanceof MillraceError && error.condition.startsWith('UNRESOLVED_COLUMN')) return undefined
    throw error
  }
}

/** `LATERAL (SELECT a + 1 AS b)` is one more column. */
function withoutFrom(relation: Relation, input: Node, plans: QueryPlans): Node | undefined {
  if (relation.kind !== 'query' || relation.query.kind !== 'select' || plans.outer) return undefined
  const { items, itemsPlace, from, where, grouping, having, distinct } = relation.query
  const { alias } = relation
  if (from || where || grouping || having || distinct) return undefined
  if (!items.every((one) => one.kind === 'alias' && one.names.length === 1)) return undefined
  const values = items.map((one, at) => {
    const { input: value, names } = one as Extract<Expression, { readonly kind: 'alias' }>
    const qualifier = alias?.name
    return {
      kind: 'alias' as const,
      input: value,
      names: [alias?.columns?.[at] ?? (names[0] as string)],
      ...(qualifier === undefined ? {} : { qualifier }),
    }
  })
  if (alias?.columns && alias.columns.length !== items.length) return undefined
  return plans.node(itemsPlace, 'project', { columns: [{ kind: 'star', target: undefined }, ...values] }, [input])
}

/** The relation's columns without its alias, and behind them those of the outer rows. */
function correlatedRelation(relation: Relation, plans: QueryPlans): Node {
  if (relation.kind === 'query') return plans.query(relation.query)
  if (relation.kind === 'function') return correlatedFunction(relation, plans)
  return plans.relation({ ...relation, alias: undefined })
}

function correlatedFunction(relation: Extract<Relation, { readonly kind: 'function' }>, plans: QueryPlans): Node {
  const outer = plans.outer as OuterRows
  const change = (one: Expression): Expression => {
    const path = one.kind === 'column' ? outer.resolve(one.path) : undefined
    return path ? { kind: 'column', path } : rebuildExpression(one, change)
  }
  const call = { ...relation.call, args: relation.call.args.map(change) }
  if (outer.size === 0 || relation.call.name === 'range') return tableFunction(relation.call, relation.place, plans)
  return plans.node(relation.place, 'project', { columns: [call, ...outer.columns] }, [outer.domain()])
}

/** The columns under the alias; those of the outer rows stay as they are. */
function withAlias(node: Node, { alias }: Relation, outer: OuterRows): Node {
  const renamed = alias?.columns ? makeNode('toDF', { names: [...alias.columns, ...outer.names] }, [node]) : node
  return makeNode('subqueryAlias', { alias: alias?.name ?? '__auto_generated_subquery_name' }, [renamed])
}
