import { stringType } from '../../types/types.ts'
import { checkCount } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'

export const currentDatabase: ScalarFunction = {
  name: 'current_database',
  aliases: ['current_schema'],
  summary: 'The name of the database, which is always the same.',
  // Spark remembers only the newer of the two names.
  bind(args, context) {
    checkCount(args, 0, 0, context)
    return { args, type: stringType, nullable: false, text: 'current_schema()' }
  },
  evaluate: () => 'default',
}
