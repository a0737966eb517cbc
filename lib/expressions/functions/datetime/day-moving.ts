/** date_add and date_sub as function definitions. */
import { MillraceError } from '../../../errors.ts'
import { dateType, intType } from '../../../types/types.ts'
import { type Accepted, castArgument, exactArgument, signature } from '../../binder/signature.ts'
import type { Bound } from '../../bound.ts'
import type { BindContext, ScalarFunction } from '../../scalar-function.ts'
import { addDays } from './interval-operand.ts'

const days = ['int', 'short', 'byte'] as const
/** Timestamps are cast to the day that is moved, but not those of nanoseconds. */
const movedDay: Accepted = { anyOf: ['date'], shown: '"DATE"', except: 'timestamp_nanos' }
const bind = signature({ takes: [movedDay, days], gives: dateType })

/**
 * Days are whole numbers up to INT, and nothing is cast to them but text: any with ANSI, a constant without.
 *
 * @throws SECOND_FUNCTION_ARGUMENT_NOT_INTEGER, DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE
 */
function wholeDays(given: Bound, name: string, context: BindContext): Bound {
  if (given.type.kind !== 'string') return exactArgument(given, 1, days, context)
  if (context.ansi) return context.cast(given, intType)
  if (!context.foldable(given)) return exactArgument(given, 1, days, context)
  const text = context.constant(given, 'days')
  if (text !== null && !/^\s*[+-]?\d+\s*$/.test(String(text))) {
    throw new MillraceError(
      'SECOND_FUNCTION_ARGUMENT_NOT_INTEGER',
      `The second argument of ${name} function needs to be an integer.`,
      { sqlState: '22023' },
    )
  }
  return context.cast(given, intType)
}

/** @param sign -1 where the days are subtracted */
export function dayMoving(name: string, aliases: readonly string[], summary: string, sign: 1 | -1): ScalarFunction {
  return {
    name,
    aliases,
    summary,
    bind: Object.assign(
      (args: readonly Bound[], context: BindContext) => {
        const [day, count] = args
        if (!day || !count || args.length > 2) return bind(args, context)
        castArgument(day, 0, movedDay, context)
        return bind([day, wholeDays(count, name, context)], context)
      },
      { form: bind.form },
    ),
    evaluate: ([day, count]) => addDays(day as number, sign * (count as number)),
  }
}
