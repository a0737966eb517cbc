import { characterCount } from '../../columnar/word-reads.ts'
import { intType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { textLength } from './text/text-function.ts'

export const length: ScalarFunction = {
  name: 'length',
  aliases: ['char_length', 'character_length', 'len'],
  summary: 'How many characters a text has, or bytes a binary value.',
  bind: signature({ takes: [['string', 'binary']], gives: intType }),
  evaluate: ([value]) => (typeof value === 'string' ? textLength(value) : (value as Uint8Array).length),
  emit(emitter, [value]) {
    if (!value?.bytes) return undefined
    const { data, offset, length: size } = value.bytes
    if (value.type.kind === 'binary') return { type: intType, value: size, isNull: undefined }
    const count = emitter.constant(characterCount)
    return { type: intType, value: `${count}(${data}, ${offset}, ${size})`, isNull: undefined }
  },
}
