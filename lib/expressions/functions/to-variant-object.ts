import type { SqlValue } from '../../types/data-type.ts'
import { variantType } from '../../types/types.ts'
import { fitsVariant } from '../binder/cast-rules.ts'
import { checkCount } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import { toVariant } from '../cast/to-variant.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { perCall } from './per-call.ts'
import { refusedCast } from './variant/variant-argument.ts'

const castOf = perCall((_: undefined, { args, name }) => toVariant((args[0] as Bound).type, name))

export const toVariantObject: ScalarFunction = {
  name: 'to_variant_object',
  summary: 'A struct, map or array as a variant; structs and maps become objects.',
  bind(args, context) {
    checkCount(args, 1, 1, context)
    const { type, nullable } = args[0] as Bound
    const nested = type.kind === 'struct' || type.kind === 'array' || type.kind === 'map'
    if (!nested || !fitsVariant(type, true)) throw refusedCast(type, variantType, context)
    return { args, type: variantType, nullable }
  },
  evaluate: ([value], call) => castOf(call, undefined)(value as SqlValue),
}
