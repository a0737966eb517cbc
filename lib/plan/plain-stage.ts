/** Operators in plain RxJS, outside of any query: what `readings$.pipe(filter(…))` runs. */
import { heapPool } from '../columnar/heap-pool.ts'
import { MillraceError } from '../errors.ts'
import type { Message } from '../stream/message.ts'
import type { Observable } from '../stream/rx.ts'
import { joinStage, type Stage, type Start, stage } from '../stream/stage.ts'
import type { Schema } from '../types/schema.ts'
import type { Composite, Definition, Physical, StageContext } from './operator.ts'
import { isRowWise } from './operator-registry.ts'
import { plainSurroundings } from './plain-surroundings.ts'
import { preparedStart } from './prepared-start.ts'
import { rowsProcessor } from './rows-processor.ts'
import { holdsWindow } from './window/lift-windows.ts'

/** An operator of one input over messages. */
export function plainStage<O>(definition: Definition<O>, options: O): Stage {
  const whole = stage(startPlain(definition, options))
  const before = 'before' in definition ? definition.before?.(options) : undefined
  return before ? (source) => source.pipe(before, whole) : whole
}

/** An operator of two inputs, of which `right` is given. */
export function plainJoinStage<O>(
  right: Observable<Message>,
  definition: Physical<O> | Composite<O>,
  options: O,
): Stage {
  return joinStage(right, startPlain(definition, options))
}

/** There is no end at which a window function could see its rows. */
const plainWindow = (): MillraceError =>
  new MillraceError(
    'MILLRACE_NOT_SUPPORTED',
    'Window functions run over frames that do not stream; use them in a frame, or in foreachBatch.',
  )

/** Starts a stage outside of any query. */
function startPlain<O>(definition: Definition<O>, options: O): Start {
  return (inputs) => {
    const { binder, functions, evaluation } = plainSurroundings()
    if (isRowWise(definition)) {
      const [input] = inputs as readonly [Schema]
      const output = definition.schema(options, inputs, binder)
      const steps = definition.rows(options, input, binder)
      if (holdsWindow(steps)) throw plainWindow()
      return { output, processor: rowsProcessor(steps, input, output, { functions, evaluation, pool: heapPool }) }
    }
    const context = (adapted: readonly Schema[], output: Schema): StageContext => ({
      inputs: adapted,
      output,
      pool: heapPool,
      evaluation,
      outputMode: 'append',
      initialWatermark: 0n,
      state: undefined,
      eventTime: undefined,
      lateRows: undefined,
      observed: undefined,
      binder,
      functions,
    })
    return preparedStart(definition, options, inputs, { functions, evaluation, pool: heapPool, binder }, context)
  }
}
