import { MillraceError } from '../../errors.ts'
import { Variant } from './variant.ts'

/** Whether bytes are a variant at every depth: kinds that exist, nothing beyond the end, names in order. */
export function isValidVariant(value: Uint8Array, metadata: Uint8Array): boolean {
  try {
    const variant = new Variant(value, metadata)
    return isValid(variant) && variant.byteLength <= value.length
  } catch (error) {
    if (error instanceof MillraceError) return false
    throw error
  }
}

function isValid(variant: Variant): boolean {
  switch (variant.kind) {
    case 'object':
      for (let i = 0; i < variant.size; i++) {
        if (i > 0 && variant.key(i - 1) >= variant.key(i)) return false
        if (!isValid(variant.child(i) as Variant)) return false
      }
      return true
    case 'array':
      for (let i = 0; i < variant.size; i++) if (!isValid(variant.child(i) as Variant)) return false
      return true
    case 'string':
      variant.text()
      return true
    default:
      variant.bytes()
      return true
  }
}
