/** current_timestamp and localtimestamp, as definitions: the time of the batch, with as many digits as are asked for. */
import { MillraceError } from '../../../errors.ts'
import type { Micros } from '../../../types/data-type.ts'
import { typeSql } from '../../../types/ddl/type-sql.ts'
import { nanosPerMicro } from '../../../types/time/micros-of-nanos.ts'
import { timestampOf } from '../../../types/time/timestamp-of.ts'
import { checkCount } from '../../binder/signature.ts'
import type { Bound } from '../../bound.ts'
import { boundText } from '../../bound-text.ts'
import { callText } from '../../call-text.ts'
import type { Evaluation } from '../../evaluation.ts'
import type { BindContext, BoundCall, ScalarFunction } from '../../scalar-function.ts'

interface ClockForm {
  readonly name: string
  readonly aliases?: readonly string[]
  readonly summary: string
  /** A wall clock's reading: TIMESTAMP_NTZ. */
  readonly local: boolean
  readonly read: (evaluation: Evaluation) => Micros
}

/** Makes one of them. @throws (when binding) INVALID_TIMESTAMP_PRECISION, UNEXPECTED_INPUT_TYPE */
export function clockFunction({ name, aliases = [], summary, local, read }: ClockForm): ScalarFunction {
  return {
    name,
    aliases,
    summary,
    // Spark's `CurrentBatchTimestamp`, which a stream's plan has in its place, is Nondeterministic: constant within a batch,
    // but not folded when the plan is made, and no filter is pushed below a projection that has it.
    deterministic: false,
    bind: (args, context) => bindClock(name, local, args, context),
    evaluate: (_, call, evaluation) =>
      call.type.kind === 'timestamp_nanos' ? read(evaluation) * nanosPerMicro : read(evaluation),
  }
}

function bindClock(name: string, local: boolean, args: readonly Bound[], context: BindContext) {
  checkCount(args, 0, 1, context)
  const [digits] = args
  if (!digits) return { args: [], type: timestampOf(6, local), nullable: false } satisfies Omit<BoundCall, 'name'>
  if (digits.type.kind !== 'int') throw notDigits(name, digits)
  const precision = Number(context.constant(digits, 'precision'))
  return { args: [], type: timestampOf(precision, local), nullable: false, text: callText(name, []) }
}

function notDigits(name: string, digits: Bound): MillraceError {
  return new MillraceError(
    'UNEXPECTED_INPUT_TYPE',
    `Parameter first of function \`${name}\` requires the "INT" type, however "${boundText(digits)}" has the type ` +
      `"${typeSql(digits.type)}".`,
    { sqlState: '42K09', parameters: { functionName: `\`${name}\``, inputType: `"${typeSql(digits.type)}"` } },
  )
}
