/** Session variables in expressions: constants that Spark calls by name and value, and that every column hides. */
import { utc, type Zone } from '../types/time/zone.ts'
import type { Bound } from './bound.ts'
import type { Expression, VariableValue } from './expression.ts'
import { literalSql } from './literal-sql.ts'
import { rebuildExpression } from './rebuild-expression.ts'

/**
 * The variable's value, shown as `variablereference(system.session.x=5)`.
 *
 * @param zone session zone, for TIMESTAMP
 */
export function variableLiteral({ name, type, value }: VariableValue, zone: Zone = utc): Bound {
  const text = `variablereference(system.session.${name}=${literalSql(value, type, zone)})`
  return { kind: 'literal', type, value, nullable: value === null, text }
}

/** The expression whose names are columns and nothing else. */
export function withoutVariables(expression: Expression): Expression {
  if (expression.kind !== 'column') return rebuildExpression(expression, withoutVariables)
  const { variable: _, ...column } = expression
  return column
}
