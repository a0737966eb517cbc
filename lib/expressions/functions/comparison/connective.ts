/** AND and OR as definitions: binary operators on BOOLEAN; a string beside a boolean is read as one. */
import { booleanType } from '../../../types/types.ts'
import { binaryOperands } from '../../binder/operands.ts'
import { checkCount } from '../../binder/signature.ts'
import type { ScalarFunction } from '../../scalar-function.ts'

/** @throws DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES, DATATYPE_MISMATCH.BINARY_OP_WRONG_TYPE */
const bind: ScalarFunction['bind'] = (given, context) => {
  checkCount(given, 2, 2, context)
  // NULL beside NULL is a BOOLEAN too.
  const args = binaryOperands(
    given.map((arg) => (arg.type.kind === 'null' ? context.cast(arg, booleanType) : arg)),
    'boolean',
    context,
  )
  return { args, type: booleanType, nullable: args.some((arg) => arg.nullable) }
}

/** @param decisive what one side gives that the whole then gives, whatever the other (Spark's three-valued logic) */
export function connective(name: string, summary: string, decisive: boolean): ScalarFunction {
  return {
    name,
    summary,
    bind,
    nulls: 'custom',
    lazy: true,
    evaluate(args) {
      const [left, right] = args as readonly (() => boolean | null)[]
      const first = left?.()
      if (first === decisive) return decisive
      const second = right?.()
      if (second === decisive) return decisive
      return first === null || second === null ? null : !decisive
    },
  }
}
