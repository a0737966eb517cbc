/** One row's value of a column: of the first row that came, or the last. */

import { FlagCells } from '../../../columnar/cells/flag-cells.ts'
import { type KeptColumn, keptColumn } from '../../../columnar/cells/kept-column.ts'
import { MillraceError } from '../../../errors.ts'
import { booleanType, field } from '../../../types/types.ts'
import { signature } from '../../binder/signature.ts'
import type { Bound } from '../../bound.ts'
import { boundText } from '../../bound-text.ts'
import { callText } from '../../call-text.ts'
import type { Accumulator, AggregateCall, AggregateContext, AggregateParts } from '../aggregate-function.ts'
import { allRows, nonNullRows } from './chosen-rows.ts'

interface PickedData {
  readonly ignoreNulls: boolean
}

const twoArguments = signature({ takes: ['any', 'boolean'], optional: 1, gives: ([input]) => (input as Bound).type })

/** Spark checks it under the names without `_value`, but for any_value. */
function noFlag(name: string): MillraceError {
  const shown = name === 'any_value' ? name : name.replace('_value', '')
  return new MillraceError('_LEGACY_ERROR_TEMP_1210', `The second argument in ${shown} should be a boolean literal.`)
}

/** `first(value[, ignoreNulls])` and its kin. @throws _LEGACY_ERROR_TEMP_1210 for a flag that is no literal of BOOLEAN */
export function bindPicked(args: readonly Bound[], context: AggregateContext): AggregateParts {
  const [, given] = args
  if (given && !(given.kind === 'literal' && given.type.kind === 'boolean')) throw noFlag(context.name)
  const bound = twoArguments(args, context)
  const [input, flag] = bound.args
  const ignoreNulls = flag !== undefined && context.constant(flag, 'ignoreNulls') === true
  const data: PickedData = { ignoreNulls }
  // The flag does not show: `first(col, true)` is called first(col).
  const text = callText(context.name, [boundText(input as Bound)], context.distinct)
  return { args: [input as Bound], type: bound.type, nullable: true, data, text }
}

interface Picked extends Accumulator {
  readonly kept: KeptColumn
  readonly set: FlagCells
}

/** @param last whether later rows replace earlier ones */
export function pickedRow({ type, data }: AggregateCall, name: string, last: boolean): Picked {
  const { ignoreNulls } = data as PickedData
  const kept = keptColumn(type)
  const set = new FlagCells()
  return {
    kept,
    set,
    cells: [...kept.cells, set],
    buffer: [field(name, type), field('valueSet', booleanType, false)],
    add(ids, args, rows, count) {
      const [arg] = args
      if (arg === undefined) return
      const chosen = ignoreNulls ? nonNullRows(ids, args, rows, count) : allRows(ids, rows, count)
      const flags = set.values
      kept.read(arg)
      for (let i = 0; i < chosen.count; i++) {
        const id = chosen.ids[i] as number
        if (!last && flags[id] === 1) continue
        kept.put(id, chosen.rows[i] as number)
        flags[id] = 1
      }
    },
    merge(into, other, from, count) {
      const others = other as Picked
      for (let i = 0; i < count; i++) {
        const id = into[i] as number
        const at = from[i] as number
        if (others.set.values[at] === 0 || (!last && set.values[id] === 1)) continue
        kept.putFrom(id, others.kept, at)
        set.values[id] = 1
      }
    },
    finish: (ids, count) => kept.vector(ids, count),
  }
}
