/** make_interval and try_make_interval, as definitions. */
import { decimalType } from '../../../types/types.ts'
import { signature } from '../../binder/signature.ts'
import type { ScalarFunction } from '../../scalar-function.ts'
import { arithmeticOverflow } from '../numeric/arithmetic-errors.ts'

const hour = 3_600_000_000n
const minute = 60_000_000n

/** @param lenient null for what overflows */
export function makeIntervalFunction(name: string, lenient: boolean, summary: string): ScalarFunction {
  return {
    name,
    summary,
    bind: signature({
      takes: ['int', 'int', 'int', 'int', 'int', 'int', decimalType(18, 6)],
      optional: 7,
      gives: { kind: 'calendar_interval' },
      nullable: (args, context) => lenient || !context.ansi || args.some((arg) => arg.nullable),
    }),
    evaluate([years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0n], _, evaluation) {
      const allMonths = (years as number) * 12 + (months as number)
      const allDays = (weeks as number) * 7 + (days as number)
      const micros = BigInt(hours as number) * hour + BigInt(minutes as number) * minute + (seconds as bigint)
      // Years times 12 may be too much for an INT even where the months bring the sum back.
      const fits = [(years as number) * 12, (weeks as number) * 7, allMonths, allDays].every(
        (part) => (part | 0) === part,
      )
      if (fits && BigInt.asIntN(64, micros) === micros) return [allMonths, allDays, micros]
      if (lenient || !evaluation.ansi) return null
      throw arithmeticOverflow()
    },
  }
}
