/** variant_set, variant_insert, variant_array_append and their `try_` twins: a value put at a path. */
import { MillraceError } from '../../../errors.ts'
import type { SqlValue } from '../../../types/data-type.ts'
import { variantType } from '../../../types/types.ts'
import { Variant } from '../../../types/variant/variant.ts'
import { VariantTooLarge } from '../../../types/variant/variant-builder.ts'
import { editVariant, type VariantEdit, VariantPathMismatch } from '../../../types/variant/variant-edit.ts'
import { variantTooLarge } from '../../../types/variant/variant-layout.ts'
import { type VariantStep, variantPathText } from '../../../types/variant/variant-path.ts'
import { fitsVariant } from '../../binder/cast-rules.ts'
import { type Accepted, signature } from '../../binder/signature.ts'
import type { Bound } from '../../bound.ts'
import { toVariant } from '../../cast/to-variant.ts'
import type { NamedParameter, ScalarFunction } from '../../scalar-function.ts'
import { perCall } from '../per-call.ts'
import { refusedCast, targetSteps } from './variant-argument.ts'

interface EditForm {
  readonly name: string
  readonly summary: string
  readonly parameters?: readonly NamedParameter[]
  /** What it takes behind the variant, the path and the value. */
  readonly more?: readonly Accepted[]
  /** Whether `$` is a path to edit at. */
  readonly root?: boolean
  /** Whether what does not fit gives NULL instead of an error. */
  readonly lenient: boolean
  readonly edit: (value: Variant, more: readonly unknown[]) => VariantEdit
}

/** The function as a definition. */
export function editFunction(form: EditForm): ScalarFunction {
  const { name, lenient, root = false } = form
  const checked = signature({
    takes: ['variant', 'string', 'any', ...(form.more ?? [])],
    gives: variantType,
    exact: true,
    ...(lenient ? { nullable: true } : {}),
  })
  const stepsOf = perCall((path: string) => targetSteps(path, name, root))
  const castOf = perCall((_: undefined, { args }) => toVariant((args[2] as Bound).type, name))
  return {
    name,
    summary: form.summary,
    ...(form.parameters ? { parameters: form.parameters } : {}),
    bind(args, context) {
      const parts = checked(args, context)
      const { type } = args[2] as Bound
      if (type.kind !== 'null' && !fitsVariant(type, false)) throw refusedCast(type, variantType, context)
      return parts
    },
    evaluate([variant, path, value, ...more], call) {
      const steps = stepsOf(call, path as string)
      const given = castOf(call, undefined)
      try {
        const made = Variant.of(given(value as SqlValue))
        return editVariant(Variant.of(variant as SqlValue), steps, form.edit(made, more))
      } catch (error) {
        if (lenient && isExpected(error)) return null
        throw named(error, name, path as string, steps)
      }
    },
  }
}

function isExpected(error: unknown): boolean {
  return (
    error instanceof VariantPathMismatch ||
    (error instanceof MillraceError && error.condition === 'VARIANT_DUPLICATE_KEY')
  )
}

/** The error with the function's name. */
function named(error: unknown, name: string, path: string, steps: readonly VariantStep[]): unknown {
  if (error instanceof VariantTooLarge) return variantTooLarge(name)
  if (!(error instanceof VariantPathMismatch)) return error
  const failedAt = variantPathText(steps.slice(0, error.depth))
  return new MillraceError(
    'VARIANT_PATH_TYPE_MISMATCH',
    `The path '${path}' is incompatible with the variant value at '${failedAt}' in \`${name}\`.`,
    { sqlState: '22023', parameters: { path, failedAt, functionName: `\`${name}\`` } },
  )
}
