/** What the number of a spatial reference system says of a type. */
import type { DataType } from '../../../types/data-type.ts'
import type { Bound } from '../../bound.ts'
import type { BindContext } from '../../scalar-function.ts'
import { checkSrid } from './srids.ts'

/** The type of a constant system; of any, where it differs by rows. @throws ST_INVALID_SRID_VALUE */
export function sridArgument(srid: Bound, kind: 'geometry' | 'geography', context: BindContext): DataType {
  const constant = context.foldable(srid) ? context.constant(srid, 'srid') : null
  if (constant === null) return { kind, srid: 'any' }
  checkSrid(kind, constant as number)
  return { kind, srid: constant as number }
}
