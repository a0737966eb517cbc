/**
 * Window functions: names, types, frames and messages as Spark's analyzer gives them. What is bound is a call that no loop
 * runs: the analyzer of plans takes it out (lib/plan/window), and refuses it on a stream.
 */
import { MillraceError } from '../../errors.ts'
import { typeSql } from '../../types/ddl/type-sql.ts'
import { findAggregate } from '../aggregates/index.ts'
import type { Bound } from '../bound.ts'
import { boundText } from '../bound-text.ts'
import { callText } from '../call-text.ts'
import type { Expression } from '../expression.ts'
import { unknownFunction } from './bind-call.ts'
import { bindFrame } from './bind-frame.ts'
import { type BoundOrder, bindOrder } from './bind-order.ts'
import { bindRowFunction, rowFunctionNames } from './bind-row-function.ts'
import type { ExpressionScope } from './expression-scope.ts'
import { isOrderable } from './operands.ts'
import { type FunctionOfWindow, type WindowFunctionData, windowFunctionName } from './window-function.ts'

type Over = Extract<Expression, { readonly kind: 'over' }>
type Call = Extract<Bound, { readonly kind: 'call' }>

/** Rankings that Spark prints in capitals. */
const capitals = new Set(['rank', 'dense_rank', 'percent_rank'])

/**
 * Binds `f(…) OVER (…)`.
 *
 * @throws UNSUPPORTED_EXPR_FOR_WINDOW, UNRESOLVED_ROUTINE, WINDOW_FUNCTION_FRAME_NOT_ORDERED,
 *   DISTINCT_WINDOW_FUNCTION_UNSUPPORTED, MISSING_WINDOW_SPECIFICATION, DATATYPE_MISMATCH.*
 */
export function bindOver(scope: ExpressionScope, { input, window }: Over): Bound {
  if (typeof window === 'string') throw undefinedWindow(window)
  const bound = boundFunction(scope, input)
  const orders = window.orderBy.map((item) => bindOrder(scope, item))
  const name = bound.of.name
  if (bound.of.kind === 'rows' && orders.length === 0) throw notOrdered(name, capitalized(name, bound.text))
  const partitions = window.partitionBy.map((one) => scope.bind(one))
  for (const one of partitions) if (!isOrderable(one.type)) throw notOrderable(one)
  const { frame, keys, text: frameText } = bindFrame(scope, window, orders, bound.frame, name)
  const specification = `(${specificationText(partitions, orders, frameText)})`
  const text = `${capitalized(name, bound.text)} OVER ${specification}`
  if (bound.distinct) throw distinctWindow(text)
  const { ofPartition } = bound
  if (ofPartition !== undefined && (window.frame ?? orders.length > 0)) throw wholePartitionOnly(ofPartition)
  const data: WindowFunctionData = {
    function: refusedText(bound, orders),
    specification: specification.toUpperCase(),
    of: bound.of,
    args: bound.args.length,
    partitions: partitions.length,
    orders: orders.map(({ ascending, nullsFirst }) => ({ ascending, nullsFirst })),
    frame,
  }
  const args = [...bound.args, ...partitions, ...orders.map(({ value }) => value), ...keys]
  return { kind: 'call', name: windowFunctionName, args, type: bound.type, nullable: bound.nullable, text, data }
}

function boundFunction(scope: ExpressionScope, input: Expression): FunctionOfWindow {
  if (input.kind !== 'call') throw notWindowFunction(scope.bind(input))
  const row = rowFunctionNames.get(input.name)
  if (row) return bindRowFunction(scope, input, row)
  const definition = scope.options.functions.get(input.name)
  if (!findAggregate(definition?.aggregate ?? input.name)) {
    if (definition) throw notWindowFunction(scope.bind(input))
    throw unknownFunction(input.name)
  }
  const call = scope.bind(input) as Call
  const { filtered = false, distinct = false, ofPartition } = call.aggregate ?? {}
  return {
    of: { kind: 'aggregate', name: call.name, data: call.data, filtered },
    args: call.args,
    type: call.type,
    nullable: call.nullable,
    text: boundText(call),
    distinct,
    ...(ofPartition === undefined ? {} : { ofPartition }),
    frame: undefined,
  }
}

const capitalized = (name: string, text: string): string =>
  capitals.has(name) ? name.toUpperCase() + text.slice(name.length) : text

/** As the check of streams prints it: rankings with what they are ordered by, `lag` as a look ahead. */
function refusedText({ of, args, text }: FunctionOfWindow, orders: readonly BoundOrder[]): string {
  if (capitals.has(of.name))
    return callText(
      of.name.toUpperCase(),
      orders.map(({ value }) => boundText(value)),
    ).toUpperCase()
  if (of.name !== 'lag') return text.toUpperCase()
  const texts = args.map(boundText)
  return callText(
    'lag',
    texts.map((one, at) => (at === 1 ? `-${one}` : one)),
  ).toUpperCase()
}

function specificationText(partitions: readonly Bound[], orders: readonly BoundOrder[], frame: string): string {
  const parts: string[] = []
  if (partitions.length > 0) parts.push(`PARTITION BY ${partitions.map(boundText).join(', ')}`)
  if (orders.length > 0) parts.push(`ORDER BY ${orders.map(({ text }) => text).join(', ')}`)
  parts.push(frame)
  return parts.join(' ')
}

function notOrderable(key: Bound): MillraceError {
  const [text, type] = [boundText(key), typeSql(key.type)]
  return new MillraceError(
    'EXPRESSION_TYPE_IS_NOT_ORDERABLE',
    `Column expression "${text}" cannot be sorted because its type "${type}" is not orderable.`,
    { sqlState: '42822', parameters: { expr: `"${text}"`, exprType: `"${type}"` } },
  )
}

function undefinedWindow(name: string): MillraceError {
  return new MillraceError(
    'MISSING_WINDOW_SPECIFICATION',
    `Window specification is not defined in the WINDOW clause for ${name}. For more information about WINDOW clauses, ` +
      "please refer to 'https://spark.apache.org/docs/latest/sql-ref-syntax-qry-select-window.html'.",
    { sqlState: '42P20', parameters: { windowName: name } },
  )
}

function notWindowFunction(bound: Bound): MillraceError {
  const text = `"${boundText(bound)}"`
  return new MillraceError(
    'UNSUPPORTED_EXPR_FOR_WINDOW',
    `Expression ${text} not supported within a window function.`,
    {
      sqlState: '42P20',
      parameters: { sqlExpr: text },
    },
  )
}

function distinctWindow(text: string): MillraceError {
  return new MillraceError(
    'DISTINCT_WINDOW_FUNCTION_UNSUPPORTED',
    `Distinct window functions are not supported: "${text}".`,
    { sqlState: '0A000', parameters: { windowExpr: `"${text}"` } },
  )
}

function wholePartitionOnly(text: string): MillraceError {
  return new MillraceError(
    'INVALID_WINDOW_SPEC_FOR_AGGREGATION_FUNC',
    `Cannot specify ORDER BY or a window frame for "${text}".`,
    { sqlState: '42601', parameters: { aggFunc: `"${text}"` } },
  )
}

function notOrdered(name: string, text: string): MillraceError {
  return new MillraceError(
    'WINDOW_FUNCTION_FRAME_NOT_ORDERED',
    `Window function ${name} requires the window to be ordered. You need to add an ORDER BY clause. For example: SELECT ` +
      `${text} OVER (PARTITION BY window_partition ORDER BY window_ordering) FROM table.`,
    { sqlState: '42601', parameters: { wf: name } },
  )
}
