/** An unbound expression as SQL text, for explain and `Column.toString`: names as they were written, nothing resolved. */
import { quoteIfNeeded } from '../types/ddl/identifier.ts'
import { typeSql } from '../types/ddl/type-sql.ts'
import { callText } from './call-text.ts'
import type { Expression } from './expression.ts'
import { literalText } from './literal-text.ts'

/** SQL text of an expression: `(a + 1)`, `upper(s) AS u`. */
export function expressionText(expression: Expression): string {
  switch (expression.kind) {
    case 'literal':
      return literalText(expression.value, expression.type)
    case 'column':
      return expression.path.map(quoteIfNeeded).join('.')
    case 'star':
      return starText(expression)
    case 'call':
      return callExpressionText(expression)
    case 'cast': {
      const name = expression.mode === 'try_cast' ? 'TRY_CAST' : 'CAST'
      return `${name}(${expressionText(expression.input)} AS ${typeSql(expression.type)})`
    }
    case 'alias': {
      const names = expression.names.map(quoteIfNeeded).join(', ')
      return `${expressionText(expression.input)} AS ${expression.names.length === 1 ? names : `(${names})`}`
    }
    case 'extract':
      return `${expressionText(expression.input)}[${expressionText(expression.key)}]`
    case 'lambda':
      return `(${expression.parameters.join(', ')}) -> ${expressionText(expression.body)}`
    case 'sort':
      return sortText(expression)
    case 'over':
      return `${expressionText(expression.input)} OVER ${expression.specification}`
    case 'subquery':
      return subqueryText(expression)
    case 'udf':
      return `${expression.name}(${expression.args.map(expressionText).join(', ')})`
  }
}

type OfKind<K extends Expression['kind']> = Extract<Expression, { readonly kind: K }>

function starText({ target, except }: OfKind<'star'>): string {
  const star = target ? `${target.map(quoteIfNeeded).join('.')}.*` : '*'
  return except ? `${star} EXCEPT (${except.map((path) => path.map(quoteIfNeeded).join('.')).join(', ')})` : star
}

function callExpressionText(expression: OfKind<'call'>): string {
  const args = expression.args.map((arg, at) => {
    const name = expression.argumentNames?.[at]
    return name === undefined ? expressionText(arg) : `${name} => ${expressionText(arg)}`
  })
  if (expression.name === 'timestamp_literal') return `TIMESTAMP '${args.join()}'`
  const name = expression.operator && expression.name === 'negative' ? '-' : expression.name
  const filter = expression.filter ? ` FILTER (WHERE ${expressionText(expression.filter)})` : ''
  const within = expression.withinGroup
    ? ` WITHIN GROUP (ORDER BY ${expression.withinGroup.map(expressionText).join(', ')})`
    : ''
  return callText(name, args, expression.distinct) + within + filter
}

function sortText({ input, ascending, nullsFirst }: OfKind<'sort'>): string {
  return `${expressionText(input)} ${ascending ? 'ASC' : 'DESC'} NULLS ${nullsFirst ? 'FIRST' : 'LAST'}`
}

function subqueryText({ form, args, text }: OfKind<'subquery'>): string {
  if (form === 'in') return `(${args.map(expressionText).join(', ')} IN (${text}))`
  return form === 'exists' ? `EXISTS (${text})` : `(${text})`
}
