import type { SqlValue } from '../../types/data-type.ts'
import { signature } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { sliceText, textLength } from './text/text-function.ts'
import { bytesArguments, scratchText } from './text/text-scratch.ts'

/** Begin and end from 0: positions count from 1 or from the end, 0 is as 1 (Spark's `substringSQL`). */
export function substringRange(size: number, position: number, length: number): readonly [number, number] {
  const from = position > 0 ? position - 1 : position < 0 ? size + position : 0
  const end = from + length
  return [Math.max(0, from), Math.max(0, Math.min(size, end))]
}

const endless = 2_147_483_647

export const substring: ScalarFunction = {
  name: 'substring',
  aliases: ['substr'],
  summary: 'Part of a text or binary value from a position (counted from 1, or backwards from the end) on.',
  bind: signature({
    takes: [['string', 'binary'], 'int', 'int'],
    optional: 1,
    gives: ([input]) => (input as Bound).type,
  }),
  evaluate([value, position, length = endless]): SqlValue {
    const text = value as string | Uint8Array
    const size = typeof text === 'string' ? textLength(text) : text.length
    const [from, end] = substringRange(size, position as number, length as number)
    if (end <= from) return typeof text === 'string' ? '' : new Uint8Array(0)
    return typeof text === 'string' ? sliceText(text, from, end) : text.slice(from, end)
  },
  emit(emitter, [text, position, count]) {
    const bytes = text?.bytes
    if (text?.type.kind !== 'string' || !bytes) return undefined
    const args = [bytesArguments(bytes), position?.value, count?.value ?? endless].join(', ')
    return scratchText(emitter, (scratch) => emitter.line(`${scratch}.substring(${args})`))
  },
}
