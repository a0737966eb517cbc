/** Fields of struct columns as columns of their own: `window.start` reads the child, the struct is never put together. */

import type { StructVector, Vector } from '../../columnar/vector.ts'
import { invariant } from '../../errors.ts'
import type { Bound } from '../bound.ts'
import { structField } from '../extract/extractions.ts'
import type { ComputedSlot, Slot } from './program.ts'
import { structParts } from './struct-parts.ts'

interface StructField {
  readonly parent: number
  readonly position: number
}

/** Gives fields of struct columns numbers behind those of the columns. One per program. */
export class StructFields {
  readonly #columns: number
  readonly #fields: StructField[] = []
  /** One slot per part, so that its value is known wherever it is read again. */
  readonly #parts = new Map<Bound, ComputedSlot>()

  /** @param columns how many columns the input has */
  constructor(columns: number) {
    this.#columns = columns
  }

  /** What a plain reference refers to: a column, or a field of a struct column however deep; else undefined. */
  slot(bound: Bound, columns: readonly Slot[]): Slot | undefined {
    if (bound.kind === 'input') return columns[bound.index] as Slot
    if (bound.kind !== 'call' || bound.name !== structField.name) return undefined
    const base = this.slot(bound.args[0] as Bound, columns)
    const { position } = bound.data as { readonly position: number }
    if (base?.kind === 'computed') return this.part(base, position)
    if (base?.type.kind !== 'struct') return undefined
    return { kind: 'input', index: this.#index(base.index, position), type: bound.type }
  }

  /** A field of a struct that an expression puts together is that field's expression (`SimplifyExtractValueOps`). */
  part(struct: ComputedSlot, position: number): Slot | undefined {
    const part = struct.eager ? undefined : structParts(struct.value)?.[position]
    if (part === undefined) return undefined
    const referred = this.slot(part, struct.columns)
    if (referred) return referred
    const known = this.#parts.get(part) ?? { kind: 'computed', value: part, columns: struct.columns, eager: false }
    this.#parts.set(part, known)
    return known
  }

  #index(parent: number, position: number): number {
    const known = this.#fields.findIndex((one) => one.parent === parent && one.position === position)
    if (known >= 0) return this.#columns + known
    this.#fields.push({ parent, position })
    return this.#columns + this.#fields.length - 1
  }

  /** The columns of a batch of `rows` rows, and behind them the fields. */
  vectors(columns: readonly Vector[], rows: number): readonly Vector[] {
    if (this.#fields.length === 0) return columns
    const all = [...columns]
    for (const { parent, position } of this.#fields) {
      const struct = all[parent] as Vector
      invariant(struct.layout === 'struct', `a ${struct.layout} column of a struct type`)
      all.push(fieldOf(struct, position, rows))
    }
    return all
  }
}

/** A field of a null struct is null. */
function fieldOf(struct: StructVector, position: number, rows: number): Vector {
  const child = struct.children[position] as Vector
  if (struct.nulls === undefined || child.layout === 'null') return child
  const nulls = struct.nulls.slice(0, rows)
  if (child.nulls)
    for (let row = 0; row < rows; row++) nulls[row] = (nulls[row] as number) | (child.nulls[row] as number)
  return { ...child, nulls }
}
