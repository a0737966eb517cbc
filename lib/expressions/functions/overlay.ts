import type { SqlValue } from '../../types/data-type.ts'
import { signature } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'

const asPieces = (value: string | Uint8Array): readonly (string | number)[] => [...value]

export const overlay: ScalarFunction = {
  name: 'overlay',
  summary: 'The text with some of its characters, from a position on, replaced by another text.',
  bind(args, context) {
    const kind = (args[0] as Bound | undefined)?.type.kind === 'binary' ? 'binary' : 'string'
    return signature({ takes: [kind, kind, 'int', 'int'], optional: 1, gives: { kind } })(args, context)
  },
  evaluate([value, by, position, length = -1]): SqlValue {
    const pieces = asPieces(value as string)
    const replacement = asPieces(by as string)
    const count = (length as number) >= 0 ? (length as number) : replacement.length
    const before = pieces.slice(0, Math.max(0, (position as number) - 1))
    const result = [...before, ...replacement, ...pieces.slice(Math.max(0, (position as number) - 1 + count))]
    return typeof value === 'string' ? result.join('') : Uint8Array.from(result as number[])
  },
}
