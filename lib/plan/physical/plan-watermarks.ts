/**
 * Every operator's own watermark for a watermark of the query (WatermarkPropagator.scala): the minimum over the inputs
 * that carry one, never below 0, passed on as each operator says.
 */
import type { OutputMode } from '../../connector/connector.ts'
import type { Micros } from '../../types/data-type.ts'
import type { Binder } from '../binder.ts'
import type { Node } from '../nodes.ts'
import type { Physical, PlaceContext } from '../operator.ts'
import type { OperatorStage, PhysicalPlan } from './physical-plan.ts'

/** What is the same for every operator of a plan. */
export interface Surroundings {
  readonly outputMode: OutputMode
  readonly binder: Binder
}

/** Where an operator stands. */
export function placeOf(plan: OperatorStage, { outputMode, binder }: Surroundings): PlaceContext {
  return { outputMode, binder, streaming: plan.streaming, inputs: plan.inputs.map((input) => input.schema) }
}

/** An operator's input watermark when the query's is `time`; undefined = no input carries one. */
export function inputWatermark(plan: OperatorStage, time: Micros, around: Surroundings): Micros | undefined {
  let least: Micros | undefined
  for (const input of plan.inputs) {
    const one = outputWatermark(input, time, around)
    if (one !== undefined && (least === undefined || one < least)) least = one
  }
  return least !== undefined && least < 0n ? 0n : least
}

function outputWatermark(plan: PhysicalPlan, time: Micros, around: Surroundings): Micros | undefined {
  if (plan.kind === 'scan') return undefined
  if (plan.kind === 'rows') return outputWatermark(plan.input, time, around)
  if (plan.definition.bearsWatermark) return time
  const input = inputWatermark(plan, time, around)
  if (input === undefined || !plan.definition.outputWatermark) return input
  return plan.definition.outputWatermark(plan.node.options, input, placeOf(plan, around))
}

/** The operators of a plan, those above before those below, first inputs before second ones. */
export function operatorsOf(plan: PhysicalPlan): readonly OperatorStage[] {
  if (plan.kind === 'scan') return []
  if (plan.kind === 'rows') return operatorsOf(plan.input)
  return [plan, ...plan.inputs.flatMap(operatorsOf)]
}

/** Operators with state over a stream, downstream first, as Spark numbers and reports them. */
export function statefulStages(
  plan: PhysicalPlan,
): readonly { readonly stage: OperatorStage; readonly node: Node; readonly definition: Physical<unknown> }[] {
  return operatorsOf(plan)
    .filter((one) => one.definition.state !== 'none' && one.streaming.some((streams) => streams))
    .map((stage) => ({ stage, node: stage.node, definition: stage.definition }))
}
