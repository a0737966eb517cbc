/** to_timestamp, to_date and their kin, as definitions: a cast, or a text read by a pattern. */
import { MillraceError } from '../../../errors.ts'
import type { DataType, Micros, SqlValue } from '../../../types/data-type.ts'
import { compilePattern, type DatetimePattern, isPatternFailure } from '../../../types/time/pattern.ts'
import type { Zone } from '../../../types/time/zone.ts'
import type { Accepted } from '../../binder/accepted.ts'
import { castArgument, checkCount } from '../../binder/signature.ts'
import type { Bound } from '../../bound.ts'
import { castValue } from '../../cast/cast-value.ts'
import type { BindContext, BoundCall, ScalarFunction } from '../../scalar-function.ts'
import { perCall } from '../per-call.ts'
import { type ZoneData, zoneOf } from './zone-of.ts'

/** Compiles a call's pattern. */
export const patternOf = perCall((pattern: string) => compilePattern(pattern))

const localPatternOf = perCall((pattern: string) => compilePattern(pattern, undefined, true))

/** CANNOT_PARSE_TIMESTAMP @param failure what `parse` gave */
export function cannotParse(text: string, failure: string, alternative: string): MillraceError {
  const message = `Text '${text}' ${failure}. Use \`${alternative}\` to tolerate invalid input string and return NULL instead.`
  return new MillraceError('CANNOT_PARSE_TIMESTAMP', message, { sqlState: '22007' })
}

/** Reads an instant (or, without a zone, a wall clock's time), or says what happened by `failed`. */
export function parseWith(
  pattern: DatetimePattern,
  text: string,
  zone: Zone | undefined,
  failed: (failure: string) => SqlValue,
): SqlValue {
  const outcome = pattern.parse(text)
  if (isPatternFailure(outcome)) return failed(outcome.failure)
  if (!zone) return outcome.local
  return (outcome.zone ?? zone).toInstant(outcome.local)
}

interface ParseForm {
  readonly name: string
  readonly summary: string
  readonly gives: DataType
  /** What of a read time the result is. */
  readonly of: (micros: Micros, zone: Zone) => SqlValue
  /** Wall-clock results read no zone. */
  readonly local?: true
  /** Never raises: null for what cannot be read. */
  readonly lenient?: true
  readonly aliases?: readonly string[]
}

interface ParseData extends ZoneData {
  readonly lenient: boolean
}

const readable: readonly Accepted[] = ['string', 'date', 'timestamp', 'timestamp_ntz']

/** Makes one of the functions. */
export function parseFunction(form: ParseForm): ScalarFunction {
  return {
    name: form.name,
    aliases: form.aliases ?? [],
    summary: form.summary,
    bind: (args, context) => bindParse(form, args, context),
    evaluate: (args, call) => evaluateParse(form, args as readonly SqlValue[], call),
  }
}

function bindParse(form: ParseForm, args: readonly Bound[], context: BindContext): Omit<BoundCall, 'name'> {
  checkCount(args, 1, 2, context)
  const lenient = form.lenient === true || !context.ansi
  const data: ParseData = { zone: context.zone, ansi: context.ansi, lenient }
  const accepted = form.gives.kind === 'timestamp' ? [...readable, 'numeric' as const] : readable
  const input = castArgument(args[0] as Bound, 0, accepted, context)
  if (args.length === 2) {
    const format = castArgument(args[1] as Bound, 1, 'string', context)
    return { args: [input, format], type: form.gives, nullable: lenient || input.nullable || format.nullable, data }
  }
  const cast: Bound =
    form.lenient && input.type.kind === 'string'
      ? { kind: 'cast', input, type: form.gives, nullable: true, mode: 'try', zone: context.zone, implicit: true }
      : context.cast(input, form.gives)
  return { args: [cast], type: form.gives, nullable: cast.nullable, data }
}

function evaluateParse(form: ParseForm, [value, format]: readonly SqlValue[], call: BoundCall): SqlValue {
  const { lenient } = call.data as ParseData
  const { type } = call.args[0] as Bound
  const zone = zoneOf(call)
  if (format === undefined || type.kind !== 'string') {
    if (type.kind === form.gives.kind) return value as SqlValue
    return castValue(value as SqlValue, type, form.gives, form.lenient ? 'try' : lenient ? 'legacy' : 'ansi', zone.id)
  }
  const failed = (failure: string): SqlValue => {
    if (lenient) return null
    throw cannotParse(value as string, failure, `try_${form.name}`)
  }
  const pattern = form.local ? localPatternOf(call, format as string) : patternOf(call, format as string)
  const micros = parseWith(pattern, value as string, form.local ? undefined : zone, failed)
  return micros === null ? null : form.of(micros as Micros, zone)
}
