/** lpad and rpad as function definitions. */
import type { SqlValue } from '../../../types/data-type.ts'
import { signature } from '../../binder/signature.ts'
import type { Bound } from '../../bound.ts'
import type { ScalarFunction } from '../../scalar-function.ts'

/** The filling of exactly `length` pieces, repeated. */
function filling<T>(pad: ArrayLike<T>, length: number): T[] {
  return Array.from({ length }, (_, at) => pad[at % pad.length] as T)
}

function padText(text: string, length: number, pad: string, atStart: boolean): string {
  const symbols = [...text]
  const missing = length - symbols.length
  if (missing <= 0 || pad === '') return symbols.slice(0, Math.max(0, length)).join('')
  const fill = filling([...pad], missing).join('')
  return atStart ? fill + text : text + fill
}

function padBytes(bytes: Uint8Array, length: number, pad: Uint8Array, atStart: boolean): Uint8Array {
  const missing = length - bytes.length
  if (missing <= 0 || pad.length === 0) return bytes.slice(0, Math.max(0, length))
  const fill = filling(pad, missing)
  return Uint8Array.from(atStart ? [...fill, ...bytes] : [...bytes, ...fill])
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
