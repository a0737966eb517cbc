/** How AND and OR bind: as binary operators on BOOLEAN, a string beside a boolean is read as one. */
import { booleanType } from '../../../types/types.ts'
import { binaryOperands } from '../../binder/operands.ts'
import { checkCount } from '../../binder/signature.ts'
import type { ScalarFunction } from '../../scalar-function.ts'

/** @throws DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES, DATATYPE_MISMATCH.BINARY_OP_WRONG_TYPE */
export const bindConnective: ScalarFunction['bind'] = (given, context) => {
  checkCount(given, 2, 2, context)
  // NULL beside NULL is a BOOLEAN too.
  const args = binaryOperands(
    given.map((arg) => (arg.type.kind === 'null' ? context.cast(arg, booleanType) : arg)),
    'boolean',
    context,
  )
  return { args, type: booleanType, nullable: args.some((arg) => arg.nullable) }
}
