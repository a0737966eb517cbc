/** Literals in generated code. */
import { bigintLiteral, numberLiteral } from '../../codegen/quoting.ts'
import { utf8Of } from '../../columnar/bytes.ts'
import type { Bound } from '../bound.ts'
import type { Emitter, Operand } from '../emitter.ts'
import { defaultValue } from './default-value.ts'

/** A literal: numbers in the text of the code, everything else by reference. */
export function literalCode(emitter: Emitter, bound: Bound & { readonly kind: 'literal' }): Operand {
  const { type, value } = bound
  if (value === null) return { type, value: defaultValue(type), isNull: 'true' }
  switch (typeof value) {
    case 'boolean':
      return { type, value: String(value), isNull: undefined }
    case 'number':
      return { type, value: numberLiteral(value), isNull: undefined }
    case 'bigint':
      return { type, value: bigintLiteral(value), isNull: undefined }
    default: {
      const name = emitter.constant(value)
      const data = typeof value === 'string' ? utf8Of(value) : value instanceof Uint8Array ? value : undefined
      if (!data) return { type, value: name, isNull: undefined }
      return {
        type,
        value: name,
        isNull: undefined,
        bytes: { data: emitter.constant(data), offset: '0', length: `${data.length}` },
      }
    }
  }
}
