/** What transformWithState is to the planner: the operator that a program names, and the one that runs. */
import { MillraceError } from '../../errors.ts'
import { eventTimeColumn } from '../../state/late-rows.ts'
import type { Field } from '../../types/data-type.ts'
import { typeSql } from '../../types/ddl/type-sql.ts'
import { Schema } from '../../types/schema.ts'
import { expandedSchema } from '../analyze/bound-plan.ts'
import { refuseLateRows } from '../analyze/refuse-late-rows.ts'
import type { Composite, Physical, RefusalContext } from '../operator.ts'
import { bindGroups } from './bind-groups.ts'
import { type TransformCoreOptions, TransformWithState } from './transform-core.ts'
import { processorOf, type TransformNode } from './transform-node.ts'

function core(inputs: 1 | 2): Physical<TransformCoreOptions> {
  return {
    name: 'transformWithState',
    operatorName: 'transformWithStateExec',
    inputs,
    state: 'keyed',
    // The initial state is there before the first rows are.
    ...(inputs === 2 ? { build: 1 as const, buildOnce: true } : {}),
    schema: (options, schemas) => new Schema(outputFields(options, schemas[0] as Schema)),
    describe: ({ processor }) => `TransformWithState ${processorOf(processor).name}`,
    keys: ({ keys }, schemas) =>
      schemas.map(({ length }) => new Set(Array.from({ length: keys }, (_, at) => length - keys + at))),
    // Of processing time a stage says itself when it is due.
    needsBatch: ({ timeMode }, before, now) => timeMode !== 'ProcessingTime' && now > before,
    outputWatermark: ({ timeMode }, time) => (timeMode === 'ProcessingTime' ? undefined : time),
    start: (options, context) => new TransformWithState(options, context),
  }
}

/** The output's columns; the event-time column carries the tag of the input's on. */
function outputFields({ output, timeColumn }: TransformCoreOptions, input: Schema): readonly Field[] {
  const watermarkDelay = input.fields[eventTimeColumn(input)]?.metadata?.watermarkDelay
  if (timeColumn < 0 || watermarkDelay === undefined) return output.fields
  return output.fields.map((one, at) =>
    at === timeColumn ? { ...one, metadata: { ...one.metadata, watermarkDelay } } : one,
  )
}

/**
 * Where the event-time column stands, −1 = there is none.
 *
 * @throws UNRESOLVED_COLUMN.WITH_SUGGESTION, EVENT_TIME_IS_NOT_ON_TIMESTAMP_TYPE,
 *   CANNOT_ASSIGN_EVENT_TIME_COLUMN_WITHOUT_WATERMARK
 */
function timeColumnOf({ eventTimeColumn: name, output }: TransformNode, input: Schema, streams: boolean): number {
  if (name === undefined) return -1
  const at = new Schema(output.fields).index(name)
  if (at === undefined) throw unresolved(name, output.fields)
  const { type } = output.fields[at] as Field
  if (type.kind !== 'timestamp' && type.kind !== 'timestamp_ntz') throw notATime(name, typeSql(type))
  if (!streams) return -1
  if (eventTimeColumn(input) >= 0) return at
  throw new MillraceError(
    'CANNOT_ASSIGN_EVENT_TIME_COLUMN_WITHOUT_WATERMARK',
    'Watermark needs to be defined to reassign event time column. Failed to find watermark definition in the streaming query.',
    { sqlState: '42611' },
  )
}

function unresolved(name: string, fields: readonly Field[]): MillraceError {
  const proposal = fields.map((one) => `\`${one.name}\``).join(', ')
  return new MillraceError(
    'UNRESOLVED_COLUMN.WITH_SUGGESTION',
    `A column, variable, or function parameter with name \`${name}\` cannot be resolved. Did you mean one of the following? [${proposal}].`,
    { sqlState: '42703', parameters: { objectName: `\`${name}\``, proposal } },
  )
}

function notATime(name: string, type: string): MillraceError {
  return new MillraceError(
    'EVENT_TIME_IS_NOT_ON_TIMESTAMP_TYPE',
    `The event time \`${name}\` has the invalid type "${type}", but expected "TIMESTAMP".`,
    { sqlState: '42K09', parameters: { eventName: `\`${name}\``, eventType: `"${type}"` } },
  )
}

/** Spark takes a streaming initial state, too (recorded): of it counts what the first batch has. */
function refuse(_: TransformNode, context: RefusalContext): void {
  if (context.streaming[0]) refuseLateRows(context)
}

function composite(name: string, running: Physical<TransformCoreOptions>): Composite<TransformNode> {
  const definition: Composite<TransformNode> = {
    name,
    inputs: running.inputs,
    schema: (options, inputs, binder, streaming) => expandedSchema(definition, options, inputs, binder, streaming),
    describe: ({ processor }) => `TransformWithState ${processorOf(processor).name}`,
    expressions: ({ keys }) => keys.flatMap(({ columns }) => columns ?? []),
    refuse,
    expand(options, inputs, binder, streaming) {
      const [input] = inputs as readonly [Schema]
      const { before, width } = bindGroups(options.keys, inputs, binder)
      const coreOptions: TransformCoreOptions = {
        processor: options.processor,
        keys: width,
        flatKey: options.keys[0]?.flat ?? false,
        output: options.output,
        timeMode: options.timeMode,
        outputMode: options.outputMode,
        timeColumn: timeColumnOf(options, input, streaming?.[0] !== false),
        concurrency: options.concurrency,
      }
      return { before, core: { definition: running as Physical<unknown>, options: coreOptions }, after: [] }
    },
  }
  return definition
}

export const transformWithStateDefinition = composite('transformWithState', core(1))
/** The second input is the initial state. */
export const transformWithInitialStateDefinition = composite('transformWithInitialState', core(2))
