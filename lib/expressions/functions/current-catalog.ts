import { stringType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'

export const currentCatalog: ScalarFunction = {
  name: 'current_catalog',
  aliases: [],
  summary: 'The name of the catalog, which is always the same.',
  bind: signature({ takes: [], gives: stringType }),
  evaluate: () => 'spark_catalog',
}
