/** Functions of a map, as definitions. */
import type { DataType, SqlValue } from '../../../types/data-type.ts'
import { signature } from '../../binder/signature.ts'
import type { Bound } from '../../bound.ts'
import type { ScalarFunction } from '../../scalar-function.ts'
import type { Entry } from './map-builder.ts'

export type MapType = Extract<DataType, { readonly kind: 'map' }>

export function mapFunction(
  name: string,
  summary: string,
  gives: (type: MapType) => DataType,
  of: (entries: readonly Entry[]) => SqlValue,
): ScalarFunction {
  return {
    name,
    summary,
    bind: signature({ takes: ['map'], gives: ([input]) => gives((input as Bound).type as MapType), exact: true }),
    evaluate: ([entries]) => of(entries as readonly Entry[]),
  }
}
