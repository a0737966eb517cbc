import { stringType } from '../../types/types.ts'
import { checkCount } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { randomOf, type XorShift } from './random/xor-shift.ts'

const generator = randomOf()

/** Version 4, variant 1. */
function uuidText(random: XorShift): string {
  const word = () => (random.nextInt() >>> 0).toString(16).padStart(8, '0')
  const digits = word() + word() + word() + word()
  const variant = ((Number.parseInt(digits.charAt(16), 16) & 3) | 8).toString(16)
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    variant + digits.slice(17, 20),
    digits.slice(20),
  ].join('-')
}

export const uuid: ScalarFunction = {
  name: 'uuid',
  summary: 'A random UUID, the same when a batch runs again.',
  deterministic: false,
  bind(args, context) {
    checkCount(args, 0, 0, context)
    return { args, type: stringType, nullable: false }
  },
  evaluate: (_, call, evaluation) => uuidText(generator(call, undefined, evaluation)),
}
