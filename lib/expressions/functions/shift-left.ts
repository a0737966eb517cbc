import { shift } from './numeric/shift.ts'

/** `a << n` */
export const shiftLeft = shift(
  '<<',
  'shiftleft',
  'The bits moved to the left.',
  (value, by) => value << by,
  (value, by) => value << by,
)
