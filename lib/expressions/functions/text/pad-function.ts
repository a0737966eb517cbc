/** lpad and rpad as function definitions. */
import type { SqlValue } from '../../../types/data-type.ts'
import { signature } from '../../binder/signature.ts'
import type { Bound } from '../../bound.ts'
import type { ScalarFunction } from '../../scalar-function.ts'
import { checkedSize, repeatText } from './size-limit.ts'

function padText(text: string, length: number, pad: string, atStart: boolean): string {
  const symbols = [...text]
  const missing = length - symbols.length
  if (missing <= 0 || pad === '') return symbols.slice(0, Math.max(0, length)).join('')
  const symbolsOfPad = [...pad]
  const whole = Math.floor(missing / symbolsOfPad.length)
  const fill = repeatText(pad, whole) + symbolsOfPad.slice(0, missing - whole * symbolsOfPad.length).join('')
  return atStart ? fill + text : text + fill
}

function padBytes(bytes: Uint8Array, length: number, pad: Uint8Array, atStart: boolean): Uint8Array {
  const missing = length - bytes.length
  if (missing <= 0 || pad.length === 0) return bytes.slice(0, Math.max(0, length))
  const result = new Uint8Array(checkedSize(length))
  result.set(bytes, atStart ? missing : 0)
  const from = atStart ? 0 : bytes.length
  for (let at = 0; at < missing; at++) result[from + at] = pad[at % pad.length] as number
  return result
}

/** Text is filled with text (a blank unless given), binary with binary (a zero byte unless given). */
export function padFunction(name: string, atStart: boolean, summary: string): ScalarFunction {
  return {
    name,
    summary,
    bind(args, context) {
      const binary = (args[0] as Bound | undefined)?.type.kind === 'binary' && args[2]?.type.kind !== 'string'
      const kind = binary ? 'binary' : 'string'
      return signature({ takes: [kind, 'int', kind], optional: 1, gives: { kind } })(args, context)
    },
    evaluate([value, length, pad]): SqlValue {
      if (typeof value === 'string')
        return padText(value, length as number, (pad as string | undefined) ?? ' ', atStart)
      const fill = (pad as Uint8Array | undefined) ?? new Uint8Array(1)
      return padBytes(value as Uint8Array, length as number, fill, atStart)
    },
  }
}
