/** `a OR b` */
import { connective } from './comparison/connective.ts'

export const or = connective('or', 'True when one is, whatever the other; false when both are false; else null.', true)
