/** Aggregate calls: arguments, DISTINCT, FILTER, WITHIN GROUP, and how Spark names the result. */

import { MillraceError } from '../../errors.ts'
import { quoteIfNeeded } from '../../types/ddl/identifier.ts'
import type { AggregateContext, AggregateFunction } from '../aggregates/aggregate-function.ts'
import type { Bound } from '../bound.ts'
import { isDeterministic, operandsOf } from '../bound-operands.ts'
import { boundText } from '../bound-text.ts'
import { intLiteral } from '../build.ts'
import { callText } from '../call-text.ts'
import type { Expression } from '../expression.ts'
import { boundArguments, callContext, type Lambdas, refuseStrayLambdas, strayLambdasFirst } from './call-context.ts'
import type { CallExpression, ExpressionScope } from './expression-scope.ts'
import { argumentsInOrder } from './named-arguments.ts'
import { unsupportedNames, unsupportedSyntax } from './unsupported-syntax.ts'

/** `count(*)` counts rows: its star is the literal 1. Under DISTINCT it stands for the columns. */
export function countedRows(call: CallExpression): CallExpression {
  const [first] = call.args
  if (call.name !== 'count' || call.distinct || call.args.length !== 1) return call
  if (first?.kind !== 'star' || first.target || first.except) return call
  return { ...call, args: [intLiteral(1)] }
}

/**
 * Binds a call of an aggregate function.
 *
 * @param written the call with its arguments in the order in which they were written
 * @throws INVALID_SQL_SYNTAX.FUNCTION_WITH_UNSUPPORTED_SYNTAX, NAMED_PARAMETERS_NOT_SUPPORTED, and what the function's
 *   `bind` throws
 */
export function bindAggregate(scope: ExpressionScope, definition: AggregateFunction, written: CallExpression): Bound {
  const { argumentNames, ...plain } = written
  const { parameters } = definition
  const call: CallExpression = parameters ? { ...plain, args: argumentsInOrder(written, parameters) } : written
  if (call.withinGroup && !definition.ordered) throw unsupportedSyntax(call.name, 'WITHIN GROUP (ORDER BY ...)')
  if (call.ignoreNulls) throw unsupportedSyntax(call.name, 'IGNORE NULLS')
  if (argumentNames && !parameters) throw unsupportedNames(call.name)
  const distinct = call.distinct === true
  const given = boundArguments(scope, call)
  const lambdas: Lambdas = new Map()
  const context: AggregateContext = {
    ...callContext(scope, call, given, lambdas),
    distinct,
    orderBy: (call.withinGroup ?? []).map((item) => sortKey(scope, item)),
  }
  const parts = strayLambdasFirst(call, false, () => definition.bind(given, context))
  refuseStrayLambdas(call, lambdas)
  const filter = call.filter && boundFilter(scope, call.filter)
  const { name = definition.name, text, args, ofPartition: shown, ...rest } = parts
  const ofPartition = shown ?? (definition.ofPartition ? callText(call.name, given.map(boundText)) : undefined)
  return {
    kind: 'call',
    name,
    ...rest,
    args: filter ? [...args, filter] : args,
    text:
      (text ??
        callText(
          call.name,
          given.map((arg, at) => argumentText(call.args[at] as Expression, arg)),
          distinct,
        )) + filterText(filter),
    aggregate: { distinct, filtered: filter !== undefined, ...(ofPartition === undefined ? {} : { ofPartition }) },
  }
}

function sortKey(scope: ExpressionScope, item: Expression): AggregateContext['orderBy'][number] {
  const { ascending, nullsFirst } = item.kind === 'sort' ? item : { ascending: true, nullsFirst: true }
  return { value: scope.bind(item), ascending, nullsFirst }
}

const filterText = (filter: Bound | undefined) => (filter ? ` FILTER (WHERE ${boundText(filter)})` : '')

/** Fields that a star stands for bring their names: `count(s.x AS x, s.n AS n)`. */
function argumentText(written: Expression, bound: Bound): string {
  return written.kind === 'alias'
    ? `${boundText(bound)} AS ${written.names.map(quoteIfNeeded).join()}`
    : boundText(bound)
}

/** @throws INVALID_AGGREGATE_FILTER.NON_DETERMINISTIC, NOT_BOOLEAN, CONTAINS_AGGREGATE */
function boundFilter(scope: ExpressionScope, written: Expression): Bound {
  const filter = scope.bind(written)
  if (!isDeterministic(filter)) throw invalidFilter(filter, 'NON_DETERMINISTIC', 'a deterministic FILTER expression')
  if (filter.type.kind !== 'boolean') {
    throw invalidFilter(filter, 'NOT_BOOLEAN', 'a FILTER expression of the BOOLEAN type')
  }
  const inner = aggregateIn(filter)
  if (!inner) return filter
  const found = `a FILTER expression without an aggregation, but found "${boundText(inner)}"`
  throw invalidFilter(filter, 'CONTAINS_AGGREGATE', found)
}

function aggregateIn(bound: Bound): Bound | undefined {
  if (bound.kind === 'call' && bound.aggregate) return bound
  for (const operand of operandsOf(bound)) {
    const found = aggregateIn(operand)
    if (found) return found
  }
  return undefined
}

function invalidFilter(filter: Bound, kind: string, expected: string): MillraceError {
  const text = boundText(filter)
  return new MillraceError(
    `INVALID_AGGREGATE_FILTER.${kind}`,
    `The FILTER expression "${text}" in an aggregate function is invalid. Expected ${expected}.`,
    { sqlState: '42903', parameters: { filterExpr: `"${text}"` } },
  )
}
