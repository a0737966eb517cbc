import type { SqlValue } from '../../types/data-type.ts'
import { signature } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { sliceText } from './text/text-function.ts'
import { bytesArguments, scratchText } from './text/text-scratch.ts'

export const left: ScalarFunction = {
  name: 'left',
  summary: 'The first characters of a text.',
  bind: signature({ takes: [['string', 'binary'], 'int'], gives: ([input]) => (input as Bound).type }),
  evaluate([value, count]): SqlValue {
    const end = Math.max(0, count as number)
    return typeof value === 'string' ? sliceText(value, 0, end) : (value as Uint8Array).slice(0, end)
  },
  emit(emitter, [text, count]) {
    const bytes = text?.bytes
    if (text?.type.kind !== 'string' || !bytes) return undefined
    const args = `${bytesArguments(bytes)}, 1, ${count?.value}`
    return scratchText(emitter, (scratch) => emitter.line(`${scratch}.substring(${args})`))
  },
}
