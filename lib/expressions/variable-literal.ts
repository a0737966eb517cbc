/** Session variables in expressions: constants that Spark calls by name and value, and that every column hides. */
import type { DataType, SqlValue } from '../types/data-type.ts'
import { utc, type Zone } from '../types/time/zone.ts'
import { textLiteral } from './build.ts'
import type { Expression, VariableValue } from './expression.ts'
import { literalSql } from './literal-sql.ts'
import { rebuildExpression } from './rebuild-expression.ts'

/** A literal as names and messages show it. */
interface ShownLiteral {
  readonly kind: 'literal'
  readonly type: DataType
  readonly value: SqlValue
  readonly text: string
}

/**
 * The variable's value, shown as `variablereference(system.session.x=5)`.
 *
 * @param zone session zone, for TIMESTAMP
 */
export function variableLiteral({ name, type, value }: VariableValue, zone: Zone = utc): ShownLiteral {
  return {
    kind: 'literal',
    type,
    value,
    text: `variablereference(system.session.${name}=${literalSql(value, type, zone)})`,
  }
}

/** The expression with values for its variables, so that its text shows them. @param hides tells which names are columns */
export function withVariableValues(expression: Expression, hides: (path: readonly string[]) => boolean): Expression {
  if (expression.kind !== 'column' || !expression.variable) {
    return rebuildExpression(expression, (one) => withVariableValues(one, hides))
  }
  const { path, variable } = expression
  if (hides(path)) return expression
  return path
    .slice(variable.parts)
    .reduce<Expression>(
      (input, name) => ({ kind: 'extract', input, key: textLiteral(name) }),
      variableLiteral(variable),
    )
}

/** The expression whose names are columns and nothing else. */
export function withoutVariables(expression: Expression): Expression {
  if (expression.kind !== 'column') return rebuildExpression(expression, withoutVariables)
  const { variable: _, ...column } = expression
  return column
}
