/**
 * The rows around a correlated subquery. What the subquery names of them becomes columns of its own, joined to what it
 * reads; its result is joined back to the rows by them (Spark: DecorrelateInnerQuery's domain joins, after Neumann and
 * Kemper, "Unnesting Arbitrary Queries").
 */
import { MillraceError } from '../errors.ts'
import { findName } from '../expressions/binder/resolve-name.ts'
import { operation } from '../expressions/build.ts'
import type { Expression } from '../expressions/expression.ts'
import { isStreaming } from '../plan/analyze/streaming.ts'
import { joinOptions } from '../plan/join/join-options.ts'
import { makeNode } from '../plan/node.ts'
import type { Node } from '../plan/nodes.ts'
import type { Schema } from '../types/schema.ts'
import { conjunctionOf } from './conjuncts.ts'
import { freshNames } from './fresh-names.ts'
import type { QueryPlans } from './query-plans.ts'

interface OuterColumn {
  /** Position in the rows. */
  readonly index: number
  /** Its name inside the subquery; nobody writes it. */
  readonly name: string
}

export class OuterRows {
  readonly #input: Node
  readonly #schema: Schema
  readonly #parent: OuterRows | undefined
  readonly #columns: OuterColumn[] = []

  /** @param parent the rows around the query that these are of */
  constructor(input: Node, schema: Schema, parent: OuterRows | undefined) {
    this.#input = input
    this.#schema = schema
    this.#parent = parent
  }

  /** How many columns were named so far. */
  get size(): number {
    return this.#columns.length
  }

  /** Names of the columns inside the subquery. */
  get names(): readonly string[] {
    return this.#columns.map((one) => one.name)
  }

  get columns(): readonly Expression[] {
    return this.names.map(columnOf)
  }

  /** What a path is called inside the subquery; undefined when it names nothing out here. @throws AMBIGUOUS_REFERENCE */
  resolve(path: readonly string[]): readonly string[] | undefined {
    const found = findName(path, this.#schema)
    if (found) return [this.#nameOf(found.index), ...found.rest]
    const above = this.#parent?.resolve(path)
    // The plan around this one is made anew with the column; then it is among these rows.
    const carried = above && findName(above, this.#schema)
    return carried ? [this.#nameOf(carried.index), ...carried.rest] : above
  }

  #nameOf(index: number): string {
    const known = this.#columns.find((one) => one.index === index)
    if (known) return known.name
    const name = freshNames(1)[0] as string
    this.#columns.push({ index, name })
    return name
  }

  /**
   * The named columns' values, each combination once.
   *
   * @throws MILLRACE_SQL_NOT_YET for streams: their rows would have to be kept
   */
  domain(): Node {
    if (isStreaming(this.#input)) {
      throw new MillraceError(
        'MILLRACE_SQL_NOT_YET',
        'This form of a correlated subquery is not there yet over the rows of a stream: write it as a join, or compare ' +
          'columns of the stream by equality alone, in EXISTS, IN or around one aggregate',
      )
    }
    const columns = this.#columns.map(({ index, name }): Expression => {
      return { kind: 'alias', input: this.#outer(index), names: [name] }
    })
    const projected = makeNode('project', { columns }, [this.#input])
    return makeNode('deduplicate', { columns: undefined, withinWatermark: false }, [projected])
  }

  /** The rows of an input, for each combination of the named columns' values. */
  attach(input: Node, conditions: readonly Expression[] = [], type: 'inner' | 'right' = 'inner'): Node {
    const options = joinOptions(conjunctionOf(conditions), conditions.length > 0 || type === 'right' ? type : 'cross')
    return makeNode('join', options, [input, this.domain()])
  }

  /** Which rows a row of the subquery belongs to. */
  matches(): readonly Expression[] {
    return this.#columns.map(({ index, name }) => operation('<=>', this.#outer(index), columnOf(name)))
  }

  #outer(index: number): Expression {
    return { kind: 'column', path: [this.#schema.fields[index]?.name as string], index }
  }
}

const columnOf = (name: string): Expression => ({ kind: 'column', path: [name] })

/** A plan that has the outer columns it names behind its own, and the rows that it named them of. */
export interface CorrelatedPlan {
  readonly node: Node
  readonly outer: OuterRows
}

/**
 * Plans what may name columns of an input's rows. It is planned anew as long as it names more of them.
 *
 * @throws what planning throws
 */
export function correlatedPlan(input: Node, plans: QueryPlans, plan: (plans: QueryPlans) => Node): CorrelatedPlan {
  const outer = new OuterRows(input, plans.schema(input), plans.outer)
  for (;;) {
    const { size } = outer
    let node: Node | undefined
    let failure: unknown
    try {
      node = plan(plans.at({ outer }))
      plans.schema(node)
    } catch (error) {
      if (!(error instanceof MillraceError)) throw error
      failure = error
    }
    if (outer.size > size) continue
    if (!node || failure) throw failure
    return { node, outer }
  }
}
