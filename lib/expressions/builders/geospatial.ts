/** Builders of geometries and geographies. */
import type { BinaryT, IntT, UnknownT } from '../../types/typed/type-tags.ts'
import { binary, one, oneOrTwo } from './builder.ts'

/** The GEOMETRY of well-known binary, perhaps of a spatial reference system. */
export const stGeomfromwkb = oneOrTwo<UnknownT>('st_geomfromwkb')

/** The GEOGRAPHY of well-known binary, whose coordinates are degrees. */
export const stGeogfromwkb = one<UnknownT>('st_geogfromwkb')

/** The well-known binary of a GEOMETRY or GEOGRAPHY: `lit('NDR')` with the lower bytes first, or `lit('XDR')`. */
export const stAsbinary = oneOrTwo<BinaryT>('st_asbinary')

/** The number of the spatial reference system. */
export const stSrid = one<IntT>('st_srid')

/** The same of another spatial reference system, its coordinates as they are. */
export const stSetsrid = binary<UnknownT>('st_setsrid')
