import { shift } from './numeric/shift.ts'

/** `a >>> n` */
export const shiftRightUnsigned = shift(
  '>>>',
  'shiftrightunsigned',
  'The bits moved to the right; zeros come in.',
  (value, by) => value >>> by,
  (value, by) => BigInt.asUintN(64, value) >> by,
)
