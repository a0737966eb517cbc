/** What `+`, `-`, try_add and try_subtract share: numbers, intervals, dates and timestamps. */

import { MillraceError } from '../../../errors.ts'
import type { SqlValue } from '../../../types/data-type.ts'
import { dayTimeIntervalType, yearMonthIntervalType } from '../../../types/types.ts'
import { binaryOperands } from '../../binder/operands.ts'
import { checkCount } from '../../binder/signature.ts'
import type { Bound } from '../../bound.ts'
import { boundText } from '../../bound-text.ts'
import { callText } from '../../call-text.ts'
import type { Emitter, Operand } from '../../emitter.ts'
import type { BindContext, BoundCall } from '../../scalar-function.ts'
import { addCalendar, type CalendarParts } from '../datetime/calendar-interval.ts'
import { bindDatetimeOperator, type DatetimeForm, emitMove, moveDatetime } from '../datetime/interval-operand.ts'
import { calculate, emitArithmetic } from './arithmetic.ts'
import { intervalOverflow, type OverflowMode } from './arithmetic-errors.ts'
import { type ArithmeticData, boundArithmetic, modeOf } from './operator-binding.ts'

type AdditiveData = ArithmeticData & { readonly datetime?: DatetimeForm }

/** Binds `+` or `-`. */
export function bindAdditive(
  symbol: '+' | '-',
  args: readonly Bound[],
  context: BindContext,
  mode: OverflowMode = modeOf(context),
): Omit<BoundCall, 'name'> {
  checkCount(args, 2, 2, context)
  const datetime = bindDatetimeOperator(symbol, args, context)
  if (datetime) {
    const data: AdditiveData = { mode, datetime: datetime.data as DatetimeForm }
    const { text, ...bound } = datetime
    // As a function it is shown as it was written, whichever side the point is on.
    const shown = context.name === symbol ? text : callText(context.name, args.map(boundText))
    return {
      ...bound,
      nullable: datetime.nullable || mode === 'try',
      data,
      ...(shown === undefined ? {} : { text: shown }),
    }
  }
  const operands = intervalPair(args as readonly [Bound, Bound], context) ?? additiveOperands(args, context)
  return boundArithmetic(symbol, operands, mode)
}

const additiveOperands = (args: readonly Bound[], context: BindContext) =>
  binaryOperands(args, ['numeric', 'day_time_interval', 'year_month_interval', 'calendar_interval'], context)

/** Two intervals of one family meet in the one with the fields of both. */
function intervalPair(
  [left, right]: readonly [Bound, Bound],
  context: BindContext,
): readonly [Bound, Bound] | undefined {
  const a = left.type
  const b = right.type
  if (a.kind === 'day_time_interval' && b.kind === 'day_time_interval') {
    const type = dayTimeIntervalType(Math.min(a.from, b.from), Math.max(a.to, b.to))
    return [context.cast(left, type), context.cast(right, type)]
  }
  if (a.kind === 'year_month_interval' && b.kind === 'year_month_interval') {
    const type = yearMonthIntervalType(Math.min(a.from, b.from), Math.max(a.to, b.to))
    return [context.cast(left, type), context.cast(right, type)]
  }
  return undefined
}

/** Evaluates `+` or `-`; the arguments are not null. */
export function evaluateAdditive(symbol: '+' | '-', a: SqlValue, b: SqlValue, call: BoundCall): SqlValue {
  const { mode, datetime } = call.data as AdditiveData
  const [left, right] = call.args as readonly [Bound, Bound]
  if (datetime)
    return mode === 'try' ? nullOnError(() => moveDatetime(datetime, a, b, call)) : moveDatetime(datetime, a, b, call)
  const { kind } = call.type
  if (kind === 'calendar_interval') {
    return addCalendar(a as CalendarParts, b as CalendarParts, symbol === '+' ? 1 : -1, mode)
  }
  if (kind === 'day_time_interval' || kind === 'year_month_interval') return addIntervals(symbol, a, b, kind, mode)
  return calculate(symbol, a, b, [left.type, right.type], call.type, mode)
}

/** Intervals never wrap (Spark's `IntervalMathUtils`). */
function addIntervals(symbol: '+' | '-', a: SqlValue, b: SqlValue, kind: string, mode: OverflowMode): SqlValue {
  if (kind === 'day_time_interval') {
    const sum = symbol === '+' ? (a as bigint) + (b as bigint) : (a as bigint) - (b as bigint)
    if (BigInt.asIntN(64, sum) === sum) return sum
  } else {
    const sum = symbol === '+' ? (a as number) + (b as number) : (a as number) - (b as number)
    if ((sum | 0) === sum) return sum
  }
  if (mode === 'try') return null
  throw intervalOverflow(symbol === '+' ? 'try_add' : 'try_subtract')
}

function nullOnError(give: () => SqlValue): SqlValue {
  try {
    return give()
  } catch (error) {
    if (error instanceof MillraceError) return null
    throw error
  }
}

/** Code of the numeric forms. */
export function emitAdditive(
  symbol: '+' | '-',
  emitter: Emitter,
  args: readonly Operand[],
  call: BoundCall,
): Operand | undefined {
  const { mode, datetime } = call.data as AdditiveData
  if (!datetime) return emitArithmetic(emitter, symbol, args, call, mode)
  return mode === 'try' ? undefined : emitMove(emitter, datetime, args, call)
}
