/** The one argument that explode, posexplode and inline take; Spark calls it `collection` or `input`. */
import { MillraceError } from '../../errors.ts'
import { type Accepted, accepts } from '../binder/accepted.ts'
import { unexpectedType } from '../binder/mismatch.ts'
import { checkCount } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { BindContext } from '../scalar-function.ts'

/**
 * The argument, which nothing is cast to: not even NULL.
 *
 * @throws REQUIRED_PARAMETER_NOT_FOUND, WRONG_NUM_ARGS.WITHOUT_SUGGESTION, DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE
 */
export function collectionArgument(
  args: readonly Bound[],
  parameter: string,
  accepted: Accepted,
  context: BindContext,
): Bound {
  const [input] = args
  if (!input) {
    throw new MillraceError(
      'REQUIRED_PARAMETER_NOT_FOUND',
      `Cannot invoke routine \`${context.name}\` because the parameter named \`${parameter}\` is required, but the ` +
        'routine call did not supply a value. Please update the routine call to supply an argument value (either ' +
        'positionally at index 0 or by name) and retry the query again.',
      { sqlState: '4274K', parameters: { routineName: `\`${context.name}\``, parameterName: `\`${parameter}\`` } },
    )
  }
  checkCount(args, 1, 1, context)
  if (!accepts(accepted, input.type)) throw unexpectedType(context, 0, input, accepted)
  return input
}
