import type { Expression } from '../expressions/expression.ts'
import { rebuildExpression } from '../expressions/rebuild-expression.ts'
import type { NodeOptions, OperatorName } from '../plan/nodes.ts'
import { definitionOf } from '../plan/operator-registry.ts'
import type { SessionContext } from './session-context.ts'

/** An operator's options whose names, where no column has them, are session variables as they are now: `expr('v > x')`. */
export function namedVariables<K extends OperatorName>(
  op: K,
  options: NodeOptions[K],
  { variables, planner }: SessionContext,
): NodeOptions[K] {
  if (variables.isEmpty) return options
  const { expressions, withExpressions } = definitionOf(planner.operators, op)
  if (!expressions || !withExpressions) return options
  const change = (one: Expression): Expression => {
    if (one.kind !== 'column' || one.frame !== undefined || one.index !== undefined) {
      return rebuildExpression(one, change)
    }
    const variable = variables.find(one.path)
    return variable ? { ...one, variable } : one
  }
  return withExpressions(options, expressions(options).map(change)) as NodeOptions[K]
}
