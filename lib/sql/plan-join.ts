/** Joins behind FROM; subqueries in their conditions are columns of the side that they are about. */
import { MillraceError } from '../errors.ts'
import type { Expression } from '../expressions/expression.ts'
import { makeNode } from '../plan/node.ts'
import type { Node } from '../plan/nodes.ts'
import { conjunctionOf, conjunctsOf } from './conjuncts.ts'
import { located } from './located.ts'
import { joinNodeOptions } from './plan-relation.ts'
import { filtered } from './plan-select.ts'
import type { QueryPlans } from './query-plans.ts'
import type { Relation } from './statement.ts'
import { subqueriesIn } from './subqueries-in.ts'
import { withSubqueryColumns } from './subquery-joins.ts'

type JoinRelation = Extract<Relation, { readonly kind: 'join' }>

/** The rows of both sides, side by side. */
export function planJoin(join: JoinRelation, plans: QueryPlans): Node {
  const inputs = [plans.relation(join.left), plans.relation(join.right)] as const
  if (!join.condition || subqueriesIn(join.condition).length === 0) {
    return atWord(join, plans, () =>
      plans.node(join.place, 'join', joinNodeOptions(join, inputs, plans.scope.planner), inputs),
    )
  }
  const all = conjunctsOf(join.condition)
  const withQueries = all.filter((one) => subqueriesIn(one).length > 0)
  const plain = all.filter((one) => !withQueries.includes(one))
  if (join.type === 'inner' || join.type === 'cross') {
    const condition = conjunctionOf(plain)
    const type = condition ? 'inner' : 'cross'
    const options = { joinType: type, condition, using: undefined } as const
    const node = plans.node(join.place, 'join', options, inputs)
    return filtered(node, conjunctionOf(withQueries) as Expression, join.place, plans)
  }
  return located(plans.cursor, join.place, () => joinedByColumns(join, inputs, plain, withQueries, plans))
}

/** Spark marks a condition that is no condition at the join. */
function atWord<T>({ word, place }: JoinRelation, plans: QueryPlans, plan: () => T): T {
  try {
    return plan()
  } catch (error) {
    if (!(error instanceof MillraceError) || error.condition !== 'JOIN_CONDITION_IS_NOT_BOOLEAN_TYPE') throw error
    const plain = error.message.split(' (line ')[0] as string
    return located(plans.cursor, { ...place, first: word }, () => {
      throw new MillraceError(error.condition, plain, { sqlState: '42K0E', parameters: error.parameters })
    })
  }
}

function joinedByColumns(
  join: JoinRelation,
  inputs: readonly [Node, Node],
  plain: readonly Expression[],
  withQueries: readonly Expression[],
  plans: QueryPlans,
): Node {
  let sides = inputs
  const hidden: string[] = []
  const conditions = [...plain]
  for (const one of withQueries) {
    const { side, made } = bySide(sides, one, plans)
    sides = side === 0 ? [made.node, sides[1]] : [sides[0], made.node]
    hidden.push(...made.names)
    conditions.push(...made.replaced)
  }
  const options = { joinType: join.type, condition: conjunctionOf(conditions), using: undefined }
  const node = plans.node(join.place, 'join', options, sides)
  const columns = hidden.map((name): Expression => ({ kind: 'column', path: [name] }))
  const { names } = plans.schema(node)
  return makeNode(
    'drop',
    { columns: columns.filter((one) => one.kind === 'column' && names.includes(one.path[0] ?? '')) },
    [node],
  )
}

/** A condition with its subqueries as columns of the first side that has all it names. */
function bySide(sides: readonly [Node, Node], condition: Expression, plans: QueryPlans) {
  let failure: unknown
  for (const side of [0, 1] as const) {
    try {
      const made = withSubqueryColumns(sides[side], [condition], plans)
      plans.schema(made.node)
      return { side, made }
    } catch (error) {
      if (!(error instanceof MillraceError) || !error.condition.startsWith('UNRESOLVED_COLUMN')) throw error
      failure ??= error
    }
  }
  throw failure
}
