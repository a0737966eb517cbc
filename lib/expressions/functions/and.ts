/** `a AND b` */
import { connective } from './comparison/connective.ts'

export const and = connective(
  'and',
  'True when both are; false when one is false, whatever the other; else null.',
  false,
)
