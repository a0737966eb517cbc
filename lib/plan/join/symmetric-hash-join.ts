/**
 * Joins two streams: a row meets what the other side has kept, and is kept for what the other side will bring. Matches
 * leave at once; rows of a preserved side that never matched leave with nulls when they expire.
 *
 * State: rows of both sides, until the watermark has passed what can still match them. Watermarks: late rows of a side
 * that has an event time are dropped, then what has expired goes; what goes on is the least of the limits of both sides.
 * Barriers: state is sealed.
 *
 * Spark: StreamingSymmetricHashJoinExec.
 */
import { MillraceError } from '../../errors.ts'
import type { Schema } from '../../types/schema.ts'
import type { Physical } from '../operator.ts'
import { type BoundJoin, describeJoin, joinNeeds, joinOrigin, joinSchema, narrowedJoin } from './bound-join.ts'
import { joinCondition } from './join-keys.ts'
import { SemiJoiner } from './semi-joiner.ts'
import { joinWatermark, sideExpiries } from './state-expiry.ts'
import { StreamJoiner } from './stream-joiner.ts'

type Pair = readonly [Schema, Schema]

export const symmetricHashJoin: Physical<BoundJoin> = {
  name: 'symmetricHashJoin',
  operatorName: 'symmetricHashJoin',
  inputs: 2,
  state: 'keyed',
  schema: (join, inputs) => joinSchema(join, inputs),
  describe: describeJoin,
  needs: (join, wanted, inputs) => joinNeeds(join, wanted, inputs),
  narrowed: (join, wanted, kept, inputs) => narrowedJoin(join, wanted, kept, (inputs[0] as Schema).length),
  origin: joinOrigin,
  keys(join, inputs) {
    const { keys } = joinCondition(join.condition, (inputs[0] as Schema).length)
    const columns = (side: 'left' | 'right') =>
      new Set(keys.flatMap((key) => (key[side].kind === 'input' ? [key[side].index] : [])))
    return [columns('left'), columns('right')]
  },
  // Also an inner join, but only one that can forget something.
  needsBatch: ({ condition }, before, now, { inputs }) =>
    now > before && sideExpiries(condition, inputs as Pair).some((side) => side !== undefined),
  outputWatermark: ({ condition }, time, { inputs }) => joinWatermark(sideExpiries(condition, inputs as Pair), time),
  start(join, context) {
    const inputs = context.inputs as Pair
    if (joinCondition(join.condition, inputs[0].length).keys.length === 0) throw noEquality()
    inputs.forEach(refuseSeveralTimes)
    return join.type === 'left_semi' ? new SemiJoiner(join, context) : new StreamJoiner(join, context)
  },
}

/** Golden `err-ssjoin-noequi`: found when the query runs. */
function noEquality(): MillraceError {
  return new MillraceError('_LEGACY_ERROR_TEMP_1181', 'Stream-stream join without equality predicate is not supported.')
}

/** A side whose rows have several event times cannot be judged (golden `ssjoin-three-way`). */
function refuseSeveralTimes({ fields }: Schema): void {
  const times = fields.filter((one) => one.metadata?.watermarkDelay !== undefined).map((one) => one.name)
  if (times.length < 2) return
  const eventTimeCols = `(${times.join(',')})`
  throw new MillraceError(
    'MULTIPLE_EVENT_TIME_COLUMNS',
    `More than one event time columns are available. Please ensure there is at most one event time column per stream. event time columns: ${eventTimeCols}`,
    { sqlState: '42K09', parameters: { eventTimeCols } },
  )
}
