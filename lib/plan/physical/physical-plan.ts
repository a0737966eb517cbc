/**
 * What runs: reads of sources, fused row steps, operators; with the edges that several reads of one relation share.
 */
import type { ScanRequest } from '../../connector/connector.ts'
import type { Bound } from '../../expressions/bound.ts'
import { isDeterministic } from '../../expressions/bound-operands.ts'
import type { RowWiseStep } from '../../expressions/row-step.ts'
import type { Schema } from '../../types/schema.ts'
import type { BoundPlan, OperatorPlan, RowsPlan, SourcePlan } from '../analyze/bound-plan.ts'
import { isStreaming } from '../analyze/streaming.ts'
import type { Binder } from '../binder.ts'
import type { Node } from '../nodes.ts'
import type { Physical } from '../operator.ts'
import { conjuncts, moveInputs } from '../rewrite/bound-expressions.ts'
import { type KeyColumns, keysBelowOperator, keysBelowRows, noKeys } from './key-columns.ts'

/** One read of a source, perhaps for several places of the plan. */
export interface ReadPlan {
  readonly node: Node<'source'>
  /** Filters are asked for only when every place has the same: a read is shared, filters are not. */
  readonly request: ScanRequest
  readonly schema: Schema
  /** See `SourceEdge.build`. */
  readonly build: number
  /** Read in a query's first epoch only. */
  readonly once: boolean
}

/** Rows of a read. */
export interface ScanStage {
  readonly kind: 'scan'
  readonly read: ReadPlan
  readonly schema: Schema
}

/** Row steps in one loop; directly above a scan their leading filters may have been handed to the source. */
export interface RowsStage {
  readonly kind: 'rows'
  readonly steps: readonly RowWiseStep[]
  readonly input: PhysicalPlan
  readonly schema: Schema
}

export interface OperatorStage {
  readonly kind: 'operator'
  readonly node: Node
  readonly definition: Physical<unknown>
  readonly inputs: readonly PhysicalPlan[]
  readonly streaming: readonly boolean[]
  readonly schema: Schema
  /** See `SourceEdge.build`: what an operator without inputs gives. */
  readonly build: number
}

export type PhysicalPlan = ScanStage | RowsStage | OperatorStage

/** When a part of a plan is read: see `ReadPlan`. */
interface Place {
  readonly build: number
  readonly once: boolean
}

/** A use of a source and the leading filters above it. */
interface Use extends Place {
  readonly plan: SourcePlan
  /** Conjuncts over the columns of `plan`. */
  readonly filters: readonly Bound[]
  /** Columns of `plan` that are keys above. */
  readonly keys: KeyColumns
}

/** Makes the physical plan. Uses of one relation that want the same columns share a read. */
export function physicalPlan(
  root: BoundPlan,
  binder: Binder,
): { readonly root: PhysicalPlan; readonly reads: readonly ReadPlan[] } {
  const planning = new Planning(binder)
  return { root: planning.stage(root, { build: 0, once: false }, noKeys), reads: planning.reads }
}

class Planning {
  readonly #reads = new Map<string, ReadPlan>()
  readonly #binder: Binder

  constructor(binder: Binder) {
    this.#binder = binder
  }

  get reads(): readonly ReadPlan[] {
    return [...this.#reads.values()]
  }

  stage(plan: BoundPlan, place: Place, keys: KeyColumns): PhysicalPlan {
    switch (plan.kind) {
      case 'source':
        return this.#scan({ plan, filters: [], keys, ...place })
      case 'rows':
        return this.#rows(plan, place, keys)
      case 'operator':
        return this.#operator(plan, place, keys)
    }
  }

  #rows({ steps, schema, input }: RowsPlan, place: Place, above: KeyColumns): PhysicalPlan {
    const keys = keysBelowRows(steps, above)
    const below =
      input.kind === 'source'
        ? this.#scan({ plan: input, filters: leadingFilters(steps).filters, keys, ...place })
        : this.stage(input, place, keys)
    return { kind: 'rows', steps, input: below, schema }
  }

  #operator(plan: OperatorPlan, place: Place, above: KeyColumns): OperatorStage {
    const { node, definition, schema, inputs } = plan
    const keys = keysBelowOperator(plan, above, this.#binder)
    const { build } = place
    const streaming = node.inputs.map(isStreaming)
    const built: Place = {
      build: build + 1,
      once: place.once || (definition.buildOnce === true && streaming.some((one) => one)),
    }
    return {
      kind: 'operator',
      node,
      definition,
      inputs: inputs.map((input, port) =>
        this.stage(input, definition.build === port ? built : place, keys[port] as KeyColumns),
      ),
      streaming,
      schema,
      build,
    }
  }

  #scan({ plan, filters, build, once, keys }: Use): ScanStage {
    const { node, columns, schema } = plan
    const wanted = filters.map((filter) => moveInputs(filter, (column) => columns[column] as number))
    const key = keyOf([node.options.relation, columns, build, once])
    const known = this.#reads.get(key)
    const shared = known === undefined || keyOf(known.request.filters) === keyOf(wanted) ? wanted : []
    const read: SharedRead = (known as SharedRead | undefined) ?? {
      node,
      request: { columns, filters: [], dictionary: [] },
      schema,
      build,
      once,
    }
    const isText = (column: number): boolean => schema.fields[column]?.type.kind === 'string'
    const dictionary = [...keys].filter(isText).map((column) => columns[column] as number)
    const all = [...new Set([...read.request.dictionary, ...dictionary])].sort((a, b) => a - b)
    read.request = { columns, filters: shared, dictionary: all }
    this.#reads.set(key, read)
    return { kind: 'scan', read, schema }
  }
}

type SharedRead = ReadPlan & { request: ScanRequest }

function keyOf(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) =>
    typeof one === 'bigint' ? `${one}n` : one instanceof Uint8Array ? [...one] : one,
  )
}

/** Conjuncts that a source may apply: those of the filters before the first projection, as far as all may move. */
export function leadingFilters(steps: readonly RowWiseStep[]): {
  readonly filters: readonly Bound[]
  readonly rest: readonly RowWiseStep[]
} {
  const filters: Bound[] = []
  for (const [at, step] of steps.entries()) {
    // Predicates keep their order: one that must not move holds those after it.
    if (!('filter' in step) || !isDeterministic(step.filter)) return { filters, rest: steps.slice(at) }
    filters.push(...conjuncts(step.filter))
  }
  return { filters, rest: [] }
}
