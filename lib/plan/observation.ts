/**
 * Metrics of a frame, seen while one of its actions runs: `df.observe(observation, count('*').as('rows'))`. Spark's
 * Observation, which is for static frames; a stream's metrics are in its progress, by name.
 */
import { invariant, MillraceError } from '../errors.ts'
import type { RowObject } from '../types/values/row-value.ts'

const table = new Map<string, Observation>()

export class Observation {
  readonly name: string
  #resolve: (row: RowObject) => void = () => {}
  readonly #row = new Promise<RowObject>((resolve) => {
    this.#resolve = resolve
  })
  #frames = 0

  constructor(name: string = crypto.randomUUID()) {
    if (name === '')
      throw new MillraceError('MILLRACE_OBSERVATION_NAME', 'An observation needs a name that is not empty')
    this.name = name
  }

  /** The metrics, by name, of the first action on the observed frame; waits for it. */
  get get(): Promise<RowObject> {
    return this.#row
  }

  /** Takes what an action saw; only the first counts. */
  complete(row: RowObject): void {
    this.#resolve(row)
  }

  /** Joins it to a frame; once. @returns its id in plans */
  use(): string {
    if (this.#frames++ > 0) {
      throw new MillraceError(
        'MILLRACE_OBSERVATION_USED',
        'An Observation can be used with a Dataset only once; make another one for this frame.',
      )
    }
    const id = `observation-${table.size + 1}`
    table.set(id, this)
    return id
  }
}

/** The observation of an id. */
export function observationOf(id: string): Observation {
  const found = table.get(id)
  invariant(found, `no observation has the id ${id}`)
  return found
}
