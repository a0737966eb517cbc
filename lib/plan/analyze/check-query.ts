/** Spark's checks of a whole streaming query before it starts (UnsupportedOperationChecker.checkForStreaming). */
import { MillraceError } from '../../errors.ts'
import type { Expression } from '../../expressions/expression.ts'
import { expressionOperands } from '../../expressions/expression-operands.ts'
import { nodesOf } from '../node.ts'
import type { Node } from '../nodes.ts'
import { definitionOf } from '../operator-registry.ts'
import type { PlanQueryOptions } from '../plan-query.ts'
import { type Planner, schemaOf } from '../planner.ts'
import { refuseStreamingWindow } from './refuse-windows.ts'
import { isStreaming } from './streaming.ts'

/** A refusal that Spark words freely; its first sentence is what programs may match. */
export function unsupportedOperation(message: string): MillraceError {
  return new MillraceError('_LEGACY_ERROR_TEMP_3102', message)
}

/**
 * Throws the refusal of a plan that cannot run as a stream in the mode. The mode is checked before the operators, and
 * operators bottom-up, as in Spark: of two mistakes the same one is reported.
 */
export function checkStreamingQuery(
  root: Node,
  planner: Planner,
  { outputMode: mode, checksCorrectness = true }: PlanQueryOptions,
): void {
  if (!isStreaming(root)) {
    throw unsupportedOperation('Queries without streaming sources cannot be executed with writeStream.start()')
  }
  const nodes = nodesOf(root).filter((node) => node.op !== 'source')
  const aggregates = (node: Node): boolean =>
    node.op !== 'source' && isStreaming(node) && definitionOf(planner.operators, node.op).aggregates === true
  const streaming = nodes.filter(isStreaming)
  for (const { op } of streaming) definitionOf(planner.operators, op).refuseTogether?.(streaming, mode)
  if (mode === 'complete' && !nodes.some(aggregates)) {
    throw new MillraceError(
      'STREAMING_OUTPUT_MODE.UNSUPPORTED_OPERATION',
      'Invalid streaming output mode: complete. This output mode is not supported for no streaming aggregations on streaming DataFrames/DataSets.',
      { sqlState: '42KDE', parameters: { outputMode: 'complete', operation: 'no streaming aggregations' } },
    )
  }
  const late = (node: Node): boolean =>
    node.op !== 'source' &&
    isStreaming(node) &&
    definitionOf(planner.operators, node.op).emitsLateRows?.(node.options) === true
  for (const node of nodes) {
    const definition = definitionOf(planner.operators, node.op)
    const expressions = definition.expressions?.(node.options) ?? []
    if (isStreaming(node)) {
      expressions.forEach(refuseRowNumbers)
      for (const one of expressions)
        refuseStreamingWindow(one, schemaOf(node.inputs[0] as Node, planner), planner.binder)
    }
    definition.refuse?.(node.options, {
      outputMode: mode,
      streaming: node.inputs.map(isStreaming),
      inputs: node.inputs.map((input) => schemaOf(input, planner)),
      binder: planner.binder,
      below: new Set(node.inputs.flatMap(nodesOf).map((one) => one.op)),
      aggregatesBelow: node.inputs.flatMap(nodesOf).some(aggregates),
      aggregates: nodes.some(aggregates),
      lateRowsBelow: node.inputs.flatMap(nodesOf).some(late),
      checksCorrectness,
    })
  }
}

/** Row numbers of a stream would not be the same in a re-run; Spark refuses the function wherever it stands. */
export function refuseRowNumbers(expression: Expression): void {
  if (expression.kind === 'call' && expression.name.toLowerCase() === 'monotonically_increasing_id') {
    throw unsupportedOperation(
      'Expression(s): monotonically_increasing_id() is not supported with streaming DataFrames/Datasets',
    )
  }
  for (const operand of expressionOperands(expression)) refuseRowNumbers(operand)
}
