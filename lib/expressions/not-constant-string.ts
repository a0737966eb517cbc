/** What stands in the brackets of `IDENTIFIER(…)` and is no text for ever. */
import { MillraceError } from '../errors.ts'
import type { DataType, SqlValue } from '../types/data-type.ts'
import { typeSimpleText } from '../types/ddl/type-sql.ts'
import { utc } from '../types/time/zone.ts'
import type { Expression } from './expression.ts'
import { expressionText } from './expression-text.ts'
import { literalSql } from './literal-sql.ts'
import { rebuildExpression } from './rebuild-expression.ts'

/**
 * The error that says so, with the expression as SQL: literals in quotes, columns by their relations.
 *
 * @param constant its value, where it has one
 * @param qualified the whole path of a column
 */
export function notConstantString(
  expression: Expression,
  constant: { readonly type: DataType; readonly value: SqlValue } | undefined,
  qualified: (path: readonly string[]) => readonly string[] = (path) => path,
): MillraceError {
  const shown = (one: Expression): Expression => {
    if (one.kind === 'column') return { kind: 'column', path: qualified(one.path) }
    if (one.kind === 'literal') return { ...one, text: one.text ?? literalSql(one.value, one.type, utc) }
    return rebuildExpression(one, shown)
  }
  const text = expression.kind === 'subquery' ? 'scalarsubquery()' : expressionText(shown(expression))
  const [condition, why] = reasonOf(constant)
  return new MillraceError(
    `NOT_A_CONSTANT_STRING.${condition}`,
    `The expression ${text} used for the routine or clause IDENTIFIER must be a constant STRING which is NOT NULL. ${why}`,
    { sqlState: '42601' },
  )
}

function reasonOf(
  constant: { readonly type: DataType; readonly value: SqlValue } | undefined,
): readonly [condition: string, why: string] {
  if (!constant) {
    return [
      'NOT_CONSTANT',
      'To be considered constant the expression must not depend on any columns, contain a subquery, or invoke a non ' +
        'deterministic function such as rand().',
    ]
  }
  if (constant.type.kind === 'string') return ['NULL', 'The expression evaluates to NULL.']
  return ['WRONG_TYPE', `The data type of the expression is ${typeSimpleText(constant.type)}.`]
}
