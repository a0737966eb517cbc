import { longType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { outsideOfSets } from './grouping.ts'

/** The number of a row's grouping set. The analyzer of GROUP BY takes it out of expressions. */
export const groupingId: ScalarFunction = {
  name: 'grouping_id',
  summary: 'With ROLLUP, CUBE and GROUPING SETS: a bit for each key, the first one highest, set where it is left out.',
  bind: signature({ takes: [], rest: 'any', gives: longType, nullable: false }),
  nulls: 'custom',
  evaluate() {
    throw outsideOfSets()
  },
}
