/** Binding of functions that take a lambda over an array's elements. */
import type { SqlValue } from '../../../types/data-type.ts'
import { intType } from '../../../types/types.ts'
import { unexpectedType } from '../../binder/mismatch.ts'
import { checkCount, typedArgument } from '../../binder/signature.ts'
import type { Bound, BoundLambda } from '../../bound.ts'
import type { BindContext } from '../../scalar-function.ts'
import { arrayOf } from './search-array.ts'

export type Lambda = (...values: readonly SqlValue[]) => SqlValue

/** An array and a lambda of its element, and of the position from 0 where the lambda has two parameters. */
export function arrayAndLambda(
  args: readonly Bound[],
  context: BindContext,
  withIndex: boolean,
): readonly [Bound, BoundLambda] {
  checkCount(args, 2, 2, context)
  const input = typedArgument(args[0], 0, 'array', context)
  const { element, containsNull } = arrayOf(input)
  const given = args[1] as Bound
  const indexed = withIndex && given.kind === 'lambda' && given.parameters.length === 2
  const parameters = [
    { type: element, nullable: containsNull },
    ...(indexed ? [{ type: intType, nullable: false }] : []),
  ]
  return [input, context.lambda(1, parameters)]
}

/** @throws DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE unless the lambda gives BOOLEAN */
export function checkPredicate(lambda: BoundLambda, context: BindContext): void {
  if (lambda.type.kind !== 'boolean' && lambda.type.kind !== 'null')
    throw unexpectedType(context, 1, lambda, 'boolean' as const)
}
