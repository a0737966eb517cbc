import { stringType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'

export const currentPath: ScalarFunction = {
  name: 'current_path',
  summary: 'Where names of functions are looked up, which is always the same.',
  bind: signature({ takes: [], gives: stringType }),
  evaluate: () => 'system.builtin,system.session,spark_catalog.default',
}
