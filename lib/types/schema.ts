/** An ordered list of fields with a look-up by name. Never a Record: order, duplicates and `__proto__` must survive. */
import type { Field } from './data-type.ts'

/** The columns of a batch or an edge of a plan. Names may repeat (after a join); names are matched without case. */
export class Schema {
  readonly fields: readonly Field[]
  #positions: Map<string, readonly number[]> | undefined

  constructor(fields: readonly Field[]) {
    this.fields = Object.freeze([...fields])
  }

  get length(): number {
    return this.fields.length
  }

  /** Positions of every field of this name, in order; Spark resolves names without case (`spark.sql.caseSensitive`=false). */
  positions(name: string): readonly number[] {
    this.#positions ??= positionsByName(this.fields)
    return this.#positions.get(name.toLowerCase()) ?? []
  }

  /** Position of the first field of this name, or undefined. */
  index(name: string): number | undefined {
    return this.positions(name)[0]
  }

  /** Field names in order. */
  get names(): readonly string[] {
    return this.fields.map((field) => field.name)
  }
}

function positionsByName(fields: readonly Field[]): Map<string, readonly number[]> {
  const positions = new Map<string, number[]>()
  fields.forEach((field, at) => {
    const key = field.name.toLowerCase()
    const known = positions.get(key)
    if (known) known.push(at)
    else positions.set(key, [at])
  })
  return positions
}
