import { booleanType } from '../../types/types.ts'
import { plainFunction } from './text/text-function.ts'

const strict = new TextDecoder('utf-8', { fatal: true })

/** Texts are valid here always: bytes become a text only when they are read. */
export const isValidUtf8 = plainFunction(
  {
    name: 'is_valid_utf8',
    summary: 'Whether bytes are a text in UTF-8.',
    takes: [['binary', 'string']],
    gives: booleanType,
    nullable: true,
  },
  (value: string | Uint8Array) => {
    if (typeof value === 'string') return true
    try {
      strict.decode(value)
      return true
    } catch {
      return false
    }
  },
)
