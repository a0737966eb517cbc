/** Initial states of groups: rows of the second input that become states. */
import { MillraceError } from '../../errors.ts'
import type { Field } from '../../types/data-type.ts'
import type { Schema } from '../../types/schema.ts'
import type { ValueShape } from './value-shape.ts'

/**
 * The column of the initial state's rows that a plain state is; −1 = a row is a state, by the names of its columns.
 *
 * @param input its columns, without those that the key adds
 * @param keys columns of the key
 * @throws MILLRACE_INITIAL_STATE when a state cannot be made of the columns
 */
export function initialColumn({ fields, flat }: ValueShape, input: Schema, keys: readonly Field[]): number {
  if (flat) {
    const named = input.names.indexOf('value')
    if (named >= 0) return named
    const others = input.names.filter((name) => !keys.some((key) => key.name === name))
    if (others.length === 1) return input.names.indexOf(others[0] as string)
    throw misfit(`it wants a column called value, or one beside the key's, and has ${input.names.join(', ')}`)
  }
  const missing = fields.find(({ name }) => !input.names.includes(name))
  if (missing) throw misfit(`it has no column ${missing.name}, only ${input.names.join(', ')}`)
  return -1
}

const misfit = (reason: string): MillraceError =>
  new MillraceError('MILLRACE_INITIAL_STATE', `States cannot be made of the rows of the initial state: ${reason}`)
