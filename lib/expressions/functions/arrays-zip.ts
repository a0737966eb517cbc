import type { SqlValue } from '../../types/data-type.ts'
import { arrayType, field, structType } from '../../types/types.ts'
import { castArgument } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { arrayOf } from './collection/search-array.ts'

/** The name of a column, a lambda's parameter or a struct's field; the position of anything else. */
function fieldName(input: Bound, at: number): string {
  if (input.kind === 'cast' && input.implicit) return fieldName(input.input, at)
  if (input.kind === 'input' || input.kind === 'lambdaVariable') return input.name
  const [from] = input.kind === 'call' && input.name === 'struct field' ? input.args : []
  if (from?.type.kind !== 'struct' || input.kind !== 'call') return `${at}`
  return from.type.fields[(input.data as { readonly position: number }).position]?.name ?? `${at}`
}

export const arraysZip: ScalarFunction = {
  name: 'arrays_zip',
  summary: 'An array of structs of the values that several arrays have at one position; null where one is shorter.',
  bind(args, context) {
    const arrays = args.map((arg, at) => castArgument(arg, at, 'array', context))
    const fields = arrays.map((input, at) => field(fieldName(args[at] as Bound, at), arrayOf(input).element))
    return { args: arrays, type: arrayType(structType(fields), false), nullable: arrays.some((arg) => arg.nullable) }
  },
  evaluate(args) {
    const arrays = args as readonly (readonly SqlValue[])[]
    const length = Math.max(0, ...arrays.map((items) => items.length))
    return Array.from({ length }, (_, at) => arrays.map((items) => items[at] ?? null))
  },
}
