/** Functions behind FROM: `range(…)`, and generators over one row. */
import type { Expression } from '../expressions/expression.ts'
import { generators } from '../expressions/generators/index.ts'
import { interpreter } from '../expressions/interpret.ts'
import { makeNode } from '../plan/node.ts'
import type { Node } from '../plan/nodes.ts'
import { Schema } from '../types/schema.ts'
import { longType } from '../types/types.ts'
import { located } from './located.ts'
import type { QueryPlans, SqlScope } from './query-plans.ts'
import type { Place } from './statement.ts'
import { noTableFunction } from './table-not-found.ts'

type Call = Extract<Expression, { readonly kind: 'call' }>

/** The rows of a function. @throws UNRESOLVABLE_TABLE_VALUED_FUNCTION, NOT_A_TABLE_FUNCTION */
export function tableFunction(call: Call, place: Place, plans: QueryPlans): Node {
  const { scope } = plans
  return located(plans.cursor, place, () => {
    if (call.name === 'range') return scope.range(call.args.map((one) => wholeNumber(one, scope)))
    if (!generators.has(call.name)) throw noTableFunction(call.name, scope.planner.functions.has(call.name))
    const node = makeNode('project', { columns: [call] }, [makeNode('localRelation', { fields: [], rows: [[]] })])
    plans.schema(node)
    return node
  })
}

/** An argument of range. */
function wholeNumber(argument: Expression, { planner, evaluation }: SqlScope): bigint {
  const bound = planner.binder.bindAs(argument, new Schema([]), longType, 'argument of range')
  return interpreter(bound, { functions: planner.functions, evaluation })([]) as bigint
}
