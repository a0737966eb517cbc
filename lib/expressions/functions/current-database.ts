import { stringType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'

export const currentDatabase: ScalarFunction = {
  name: 'current_database',
  aliases: ['current_schema'],
  summary: 'The name of the database, which is always the same.',
  bind: signature({ takes: [], gives: stringType }),
  evaluate: () => 'default',
}
