/** Functions of what JavaScript holds as numbers, as definitions: the same function row by row and in generated code. */
import type { DataType } from '../../../types/data-type.ts'
import { type Signature, signature } from '../../binder/signature.ts'
import type { ScalarFunction } from '../../scalar-function.ts'

/**
 * A function of numbers (or days, as DATE is held) that is defined for every value of its types.
 *
 * @param of gets the arguments in order; a null among them makes the whole null and is never seen by it
 */
export function primitiveFunction(
  name: string,
  summary: string,
  form: Signature & { readonly gives: DataType },
  of: (...values: number[]) => number,
  aliases: readonly string[] = [],
): ScalarFunction {
  return {
    name,
    aliases,
    summary,
    bind: signature(form),
    evaluate: (args) => of(...(args as number[])),
    emit: (emitter, args) => ({
      type: form.gives,
      value: `${emitter.constant(of)}(${args.map(({ value }) => value).join(', ')})`,
      isNull: undefined,
    }),
  }
}
