/** Window functions (`OVER`) on streams: refused before a plan runs. */
import { MillraceError } from '../../errors.ts'
import type { WindowFunctionData } from '../../expressions/binder/window-function.ts'
import { boundText } from '../../expressions/bound-text.ts'
import type { Expression } from '../../expressions/expression.ts'
import { expressionOperands } from '../../expressions/expression-operands.ts'
import type { Schema } from '../../types/schema.ts'
import type { Binder } from '../binder.ts'

type Over = Extract<Expression, { readonly kind: 'over' }>

/** The first window function inside an expression. */
export function windowIn(expression: Expression): Over | undefined {
  if (expression.kind === 'over') return expression
  for (const operand of expressionOperands(expression)) {
    const found = windowIn(operand)
    if (found) return found
  }
  return undefined
}

/** @throws WINDOW_FUNCTION_NOT_ALLOWED_IN_CLAUSE */
export function refuseWindowIn(condition: Expression, clause: 'WHERE' | 'HAVING'): void {
  if (!windowIn(condition)) return
  throw new MillraceError(
    'WINDOW_FUNCTION_NOT_ALLOWED_IN_CLAUSE',
    `It is not allowed to use window functions inside ${clause} clause.`,
    { sqlState: '42601', parameters: { clauseName: clause } },
  )
}

/** The name Spark gives to a window function that stands inside another expression. */
const nestedName = '_we0'

/**
 * Refuses window functions on a stream.
 *
 * @param item an expression of an operator that streams
 * @throws NON_TIME_WINDOW_NOT_SUPPORTED_IN_STREAMING (UnsupportedOperationChecker; golden `err-window-*`)
 */
export function refuseStreamingWindow(item: Expression, input: Schema, binder: Binder): void {
  const over = windowIn(item)
  if (!over) return
  const bound = binder.bind(over, input)
  const { function: text, specification } = (bound.kind === 'call' ? bound.data : undefined) as WindowFunctionData
  const named = item.kind === 'alias' ? item.input : item
  const column = named !== over ? nestedName : item.kind === 'alias' ? (item.names[0] ?? '') : boundText(bound)
  throw new MillraceError(
    'NON_TIME_WINDOW_NOT_SUPPORTED_IN_STREAMING',
    `Window function is not supported in ${text} (as column \`${column}\`) on streaming DataFrames/Datasets.\n` +
      'Structured Streaming only supports time-window aggregation using the WINDOW function. ' +
      `(window specification: ${specification})`,
    {
      sqlState: '42KDE',
      parameters: { windowFunc: text, columnName: `\`${column}\``, windowSpec: specification },
    },
  )
}
