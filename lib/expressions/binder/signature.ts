/**
 * `bind` of ordinary functions as data: what each position takes, what comes out. Counts, implicit casts and Spark's
 * messages follow from it.
 *
 * @example
 * bind: signature({ takes: ['string', 'int', 'int'], optional: 1, gives: stringType })
 */
import type { DataType } from '../../types/data-type.ts'
import type { Bound } from '../bound.ts'
import type { BindContext, BoundCall, ScalarFunction } from '../scalar-function.ts'
import { type Accepted, accepts, implicitType } from './accepted.ts'
import { unexpectedType, wrongArgumentCount } from './mismatch.ts'

export type { Accepted } from './accepted.ts'

/** A function's signature. */
export interface Signature {
  /** One entry per position. */
  readonly takes: readonly Accepted[]
  /** How many of the last positions of `takes` may be left out; default 0. */
  readonly optional?: number
  /** How many of the first positions messages do not count: a unit of time is no argument of Spark's. */
  readonly uncounted?: number
  /** What all further arguments must be: any number of them. */
  readonly rest?: Accepted
  /** Type of the result; a function sees the arguments after their implicit casts. */
  readonly gives: DataType | ((args: readonly Bound[], context: BindContext) => DataType)
  /** Whether the result may be null; default: when any argument may be. */
  readonly nullable?: boolean | ((args: readonly Bound[], context: BindContext) => boolean)
  /** Refuses arguments that would need a cast, but for NULL (Spark's `ExpectsInputTypes`). Default false. */
  readonly exact?: boolean
  /** Positions that must be constants, with the name Spark gives them: `{ 1: 'format' }`. */
  readonly constants?: Readonly<Record<number, string>>
  /** Computed once at binding, for evaluate and emit: a compiled pattern's text, a zone. Structured-clone safe. */
  readonly data?: (args: readonly Bound[], context: BindContext) => unknown
}

/**
 * Makes the `bind` of a function; the form stays readable in it, for docs/functions.md.
 *
 * @throws (when binding) WRONG_NUM_ARGS.WITHOUT_SUGGESTION, DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE,
 *   DATATYPE_MISMATCH.NON_FOLDABLE_INPUT
 */
export function signature(form: Signature): ScalarFunction['bind'] & { readonly form: Signature } {
  const bind: ScalarFunction['bind'] = (given, context) => {
    const most = form.takes.length
    checkCount(given, most - (form.optional ?? 0), form.rest === undefined ? most : Number.POSITIVE_INFINITY, context)
    const args = given.map((arg, at) => {
      const accepted = form.takes[at] ?? form.rest ?? 'any'
      const shown = at - (form.uncounted ?? 0)
      return form.exact ? exactArgument(arg, shown, accepted, context) : castArgument(arg, shown, accepted, context)
    })
    for (const [at, name] of Object.entries(form.constants ?? {})) {
      const arg = args[Number(at)]
      if (arg) context.constant(arg, name)
    }
    return boundAs(form, args, context)
  }
  return Object.assign(bind, { form })
}

function boundAs(form: Signature, args: readonly Bound[], context: BindContext): Omit<BoundCall, 'name'> {
  const { gives, nullable } = form
  const type = typeof gives === 'function' ? gives(args, context) : gives
  const mayBeNull =
    typeof nullable === 'function' ? nullable(args, context) : (nullable ?? args.some((arg) => arg.nullable))
  const data = form.data?.(args, context)
  return { args, type, nullable: mayBeNull, ...(data === undefined ? {} : { data }) }
}

/**
 * Checks how many arguments there are.
 *
 * @param most `Infinity` for any number
 * @throws WRONG_NUM_ARGS.WITHOUT_SUGGESTION
 */
export function checkCount(args: readonly unknown[], least: number, most: number, context: BindContext): void {
  if (args.length >= least && args.length <= most) return
  throw wrongArgumentCount(context.name, countText(least, most), args.length)
}

function countText(least: number, most: number): string {
  if (most === Number.POSITIVE_INFINITY) return `> ${least - 1}`
  if (least === most) return `${least}`
  return `[${Array.from({ length: most - least + 1 }, (_, at) => least + at).join(', ')}]`
}

/**
 * Casts one argument implicitly to what its position takes.
 *
 * @throws DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE
 */
export function castArgument(arg: Bound, at: number, accepted: Accepted, context: BindContext): Bound {
  if (arg.kind === 'lambda') return arg
  const type = implicitType(arg.type, accepted, context.ansi)
  if (!type) throw unexpectedType(context, at, arg, accepted)
  return type === arg.type ? arg : context.cast(arg, type)
}

/** The argument as it is: nothing is cast, and NULL is refused like any other type (Spark's lambda functions). */
export function typedArgument(arg: Bound | undefined, at: number, accepted: Accepted, context: BindContext): Bound {
  if (!arg || !accepts(accepted, arg.type)) throw unexpectedType(context, at, arg as Bound, accepted)
  return arg
}

/** Like `castArgument`, but casts nothing except NULL. */
export function exactArgument(arg: Bound, at: number, accepted: Accepted, context: BindContext): Bound {
  if (arg.type.kind === 'null') return castArgument(arg, at, accepted, context)
  if (!accepts(accepted, arg.type)) throw unexpectedType(context, at, arg, accepted)
  return arg
}
