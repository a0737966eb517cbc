import { shift } from './numeric/shift.ts'

/** `a >> n` */
export const shiftRight = shift(
  '>>',
  'shiftright',
  'The bits moved to the right; the sign stays.',
  (value, by) => value >> by,
  (value, by) => value >> by,
)
