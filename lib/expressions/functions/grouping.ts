import { MillraceError } from '../../errors.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'

/** Whether a key is left out of a row's grouping set. The analyzer of GROUP BY takes it out of expressions. */
export const grouping: ScalarFunction = {
  name: 'grouping',
  summary: 'With ROLLUP, CUBE and GROUPING SETS: 1 where a key is left out of the row’s set, else 0.',
  bind: signature({ takes: ['any'], gives: { kind: 'byte' }, nullable: false }),
  nulls: 'custom',
  evaluate() {
    throw outsideOfSets()
  },
}

/** UNSUPPORTED_GROUPING_EXPRESSION */
export function outsideOfSets(): MillraceError {
  return new MillraceError(
    'UNSUPPORTED_GROUPING_EXPRESSION',
    'grouping()/grouping_id() can only be used with GroupingSets/Cube/Rollup.',
    { sqlState: '42K0E' },
  )
}
