/** variant_get and try_variant_get: what a path leads to, as a value of a type. */
import type { DataType, SqlValue } from '../../../types/data-type.ts'
import { parseTypeOrSchema } from '../../../types/ddl/ddl.ts'
import { variantType } from '../../../types/types.ts'
import { Variant } from '../../../types/variant/variant.ts'
import { compactVariant } from '../../../types/variant/variant-builder.ts'
import { followVariantPath, invalidGetPath, parseVariantPath } from '../../../types/variant/variant-path.ts'
import { canCast } from '../../binder/cast-rules.ts'
import { checkCount, exactArgument } from '../../binder/signature.ts'
import type { Bound } from '../../bound.ts'
import { boundText } from '../../bound-text.ts'
import { callText } from '../../call-text.ts'
import { caster } from '../../cast/cast-value.ts'
import type { BindContext, BoundCall, BoundParts, ScalarFunction } from '../../scalar-function.ts'
import { allNullable } from '../collection/all-nullable.ts'
import { schemaText } from '../collection/read-by-schema.ts'
import { perCall } from '../per-call.ts'
import { refusedCast } from './variant-argument.ts'

interface GetData {
  readonly zone: string
}

/** @param mode `ansi` raises where the value cannot be cast, `try` gives NULL */
export function getFunction(name: string, summary: string, mode: 'ansi' | 'try'): ScalarFunction {
  const stepsOf = perCall((path: string) => {
    const steps = parseVariantPath(path)
    if (!steps) throw invalidGetPath(path, name)
    return steps
  })
  const castOf = perCall((_: undefined, call) => caster(variantType, call.type, mode, (call.data as GetData).zone))
  return {
    name,
    summary,
    bind,
    nulls: 'custom',
    evaluate([variant, path], call: BoundCall) {
      if (variant === null || path === null) return null
      const steps = stepsOf(call, path as string)
      const found = followVariantPath(Variant.of(variant as SqlValue), steps)
      if (!found) return null
      const part: SqlValue = found.sqlValue()
      // A part that is asked for as it is comes without the names that it does not use, which equal types would keep.
      return call.type.kind === 'variant' ? compactVariant(found) : castOf(call, undefined)(part)
    },
  }
}

function bind(args: readonly Bound[], context: BindContext): BoundParts {
  checkCount(args, 2, 3, context)
  const type = args[2] ? targetType(args[2], context) : variantType
  const given = args.slice(0, 2).map((arg, at) => exactArgument(arg, at, at === 0 ? 'variant' : 'string', context))
  // Spark does not show the type.
  const text = callText(context.name, given.map(boundText))
  if (!canCast(variantType, type, 'ansi')) throw refusedCast(variantType, type, { ...context, text })
  return { args: given, type: allNullable(type), nullable: true, data: { zone: context.zone } satisfies GetData, text }
}

function targetType(given: Bound, context: BindContext): DataType {
  return parseTypeOrSchema(schemaText(given, context))
}
