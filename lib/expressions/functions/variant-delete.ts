import type { SqlValue } from '../../types/data-type.ts'
import { variantType } from '../../types/types.ts'
import { Variant } from '../../types/variant/variant.ts'
import { editVariant } from '../../types/variant/variant-edit.ts'
import { signature } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { targetSteps } from './variant/variant-argument.ts'

export const variantDelete: ScalarFunction = {
  name: 'variant_delete',
  summary: 'A variant without what paths lead to, one after another; null paths are skipped.',
  bind: signature({
    takes: ['variant', 'string'],
    rest: 'string',
    gives: variantType,
    exact: true,
    nullable: ([variant]) => (variant as Bound).nullable,
  }),
  nulls: 'custom',
  evaluate([variant, ...paths]) {
    if (variant === null) return null
    let value = variant as SqlValue
    for (const path of paths) {
      if (path === null) continue
      const steps = targetSteps(path as string, 'variant_delete', false)
      value = editVariant(Variant.of(value), steps, { kind: 'delete' })
    }
    return value
  },
}
