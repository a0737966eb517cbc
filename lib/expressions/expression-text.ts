/** An unbound expression as SQL text, for explain and `Column.toString`: names as they were written, nothing resolved. */
import { quoteIfNeeded } from '../types/ddl/identifier.ts'
import { typeSql } from '../types/ddl/type-sql.ts'
import { callText } from './call-text.ts'
import type { Expression, FrameBound, WindowFrame } from './expression.ts'
import { literalText } from './literal-text.ts'

/** SQL text of an expression: `(a + 1)`, `upper(s) AS u`. */
export function expressionText(expression: Expression): string {
  switch (expression.kind) {
    case 'literal':
      return expression.text ?? literalText(expression.value, expression.type)
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
      return `${expressionText(expression.input)} OVER ${windowText(expression.window)}`
    case 'subquery':
      return subqueryText(expression)
    case 'udf':
      return `${expression.name}(${expression.args.map(expressionText).join(', ')})`
  }
}

function windowText(window: OfKind<'over'>['window']): string {
  if (typeof window === 'string') return quoteIfNeeded(window)
  const { partitionBy, orderBy, frame } = window
  const parts: string[] = []
  if (partitionBy.length > 0) parts.push(`PARTITION BY ${partitionBy.map(expressionText).join(', ')}`)
  if (orderBy.length > 0) parts.push(`ORDER BY ${orderBy.map(expressionText).join(', ')}`)
  if (frame) parts.push(frameText(frame, expressionText))
  return `(${parts.join(' ')})`
}

/** `ROWS BETWEEN 1 PRECEDING AND CURRENT ROW`. @param valueText prints the distances */
export function frameText({ unit, lower, upper }: WindowFrame, valueText: (value: Expression) => string): string {
  return `${unit} BETWEEN ${frameBoundText(lower, valueText)} AND ${frameBoundText(upper, valueText)}`
}

/** One end of a frame. */
export function frameBoundText(bound: FrameBound, valueText: (value: Expression) => string): string {
  if (bound.kind === 'current') return 'CURRENT ROW'
  return `${bound.kind === 'unbounded' ? 'UNBOUNDED' : valueText(bound.value)} ${bound.side}`
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
  if (expression.name === 'datetime_literal') return `${args[0]} '${args[1]}'`
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
