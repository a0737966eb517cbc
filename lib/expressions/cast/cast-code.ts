/** Casts that are written into the loop instead of being called: what coercion inserts all the time. */
import type { DataType } from '../../types/data-type.ts'
import type { Bound } from '../bound.ts'
import type { Emitter, Operand } from '../emitter.ts'

type Mode = (Bound & { readonly kind: 'cast' })['mode']

/**
 * Code for a cast of a value that is not null; undefined when `castValue` is to be called. Agrees with `castValue`.
 *
 * @param zone session zone
 */
export function castCode(
  _emitter: Emitter,
  input: Operand,
  from: DataType,
  to: DataType,
  _mode: Mode,
  _zone: string,
): Operand | undefined {
  if (from.kind === to.kind && from.kind !== 'decimal') return undefined
  void input
  return undefined
}
