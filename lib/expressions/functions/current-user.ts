import { stringType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'

/** Who runs the program, after the variables of its environment: Spark's own first, then those of operating systems. */
function userName(): string {
  const { env } = process
  return env['SPARK_USER'] ?? env['USER'] ?? env['LOGNAME'] ?? env['USERNAME'] ?? 'root'
}

export const currentUser: ScalarFunction = {
  name: 'current_user',
  aliases: ['user', 'session_user'],
  summary: 'The name of the user who runs the program.',
  bind: signature({ takes: [], gives: stringType }),
  evaluate: userName,
}
