import { MillraceError } from '../../errors.ts'
import type { SqlValue } from '../../types/data-type.ts'
import { signature } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'

function invalid(parameter: string, detail: string): MillraceError {
  return new MillraceError(
    `INVALID_PARAMETER_VALUE.${parameter}`,
    `The value of parameter(s) \`${parameter.toLowerCase()}\` in \`slice\` is invalid: ${detail}`,
    { sqlState: '22023' },
  )
}

export const slice: ScalarFunction = {
  name: 'slice',
  summary: 'Some elements of an array, from a position (counted from 1, or from the end) on.',
  bind: signature({ takes: ['array', 'int', 'int'], gives: ([input]) => (input as Bound).type }),
  evaluate([array, start, length]) {
    const items = array as readonly SqlValue[]
    const [first, count] = [start as number, length as number]
    if (first === 0) throw invalid('START', 'Expects a positive or a negative value for `start`, but got 0.')
    if (count < 0) throw invalid('LENGTH', `Expects \`length\` greater than or equal to 0, but got ${count}.`)
    const from = first > 0 ? first - 1 : items.length + first
    return from < 0 || from >= items.length ? [] : items.slice(from, from + count)
  },
}
