/** The seed that a call of a random function was given. */
import type { DataType } from '../../../types/data-type.ts'
import { mismatch } from '../../binder/mismatch.ts'
import { exactArgument } from '../../binder/signature.ts'
import type { Bound } from '../../bound.ts'
import { boundText } from '../../bound-text.ts'
import type { BindContext } from '../../scalar-function.ts'

/**
 * Refuses an argument that is not constant, in Spark's words for what it should be.
 *
 * @throws DATATYPE_MISMATCH.NON_FOLDABLE_INPUT
 */
export function requireConstant(input: Bound, argument: string, what: string, context: BindContext): void {
  if (context.foldable(input)) return
  const detail = `the input \`${argument}\` should be a foldable ${what} expression; however, got "${boundText(input)}".`
  throw mismatch(context, 'NON_FOLDABLE_INPUT', detail)
}

/** The seed of the argument at `at` (NULL stands for 0), undefined when it was left out. */
export function seedArgument(args: readonly Bound[], at: number, context: BindContext): bigint | undefined {
  const seed = args[at]
  if (!seed) return undefined
  const cast = exactArgument(seed, at, ['int', 'long'], context)
  return BigInt((context.constant(cast, 'seed') ?? 0n) as bigint)
}

/** The value of a constant as a whole number; 0 for NULL, as Java's unboxing has it in Spark. */
export function wholeNumber(input: Bound, type: DataType, context: BindContext, argument: string): number {
  return Number(context.constant(context.cast(input, type), argument) ?? 0)
}
