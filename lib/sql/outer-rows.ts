/**
 * The rows around a correlated subquery. What the subquery names of them becomes columns of its own, joined to what it
 * reads; its result is joined back to the rows by them (Spark: DecorrelateInnerQuery's domain joins, after Neumann and
 * Kemper, "Unnesting Arbitrary Queries").
 */
import { MillraceError } from '../errors.ts'
import { findName } from '../expressions/binder/resolve-name.ts'
import { call, operation } from '../expressions/build.ts'
import type { Expression } from '../expressions/expression.ts'
import { expressionOperands } from '../expressions/expression-operands.ts'
import { isStreaming } from '../plan/analyze/streaming.ts'
import { joinOptions } from '../plan/join/join-options.ts'
import { makeNode } from '../plan/node.ts'
import type { Node } from '../plan/nodes.ts'
import type { DataType } from '../types/data-type.ts'
import type { Schema } from '../types/schema.ts'
import { equalTypes } from '../types/types.ts'
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
  readonly #schemaOf: (node: Node) => Schema

  /**
   * @param parent the rows around the query that these are of
   * @param schemas gives the columns of a plan
   */
  constructor(input: Node, parent: OuterRows | undefined, schemas: (node: Node) => Schema) {
    this.#input = input
    this.#schema = schemas(input)
    this.#schemaOf = schemas
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

  /** Names of the columns out there. */
  get sources(): readonly string[] {
    return this.#columns.map((one) => this.#schema.fields[one.index]?.name as string)
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
    const equal = type === 'inner' ? this.#byEquality(input, conditions) : undefined
    if (equal) return equal
    const options = joinOptions(conjunctionOf(conditions), conditions.length > 0 || type === 'right' ? type : 'cross')
    return makeNode('join', options, [input, this.domain()])
  }

  /**
   * Where each named column is said to equal a value of the input, that value stands for it: nothing has to be joined, and
   * the rows may be a stream's. Undefined where one is not, or has another type than its value.
   */
  #byEquality(input: Node, conditions: readonly Expression[]): Node | undefined {
    const values = this.#columns.map(({ name }) =>
      conditions.map((one) => equalTo(name, one, this.names)).find(Boolean),
    )
    if (values.length === 0 || !values.every((one) => one !== undefined)) return undefined
    const columns = values.map((value, at) => ({ name: this.names[at] as string, value: value as Expression }))
    const node = makeNode('withColumns', { columns }, [input])
    const { fields } = this.#schemaOf(node)
    const made = fields.slice(fields.length - columns.length)
    if (!made.every(({ type }, at) => equalTypes(type, this.#typeAt(at)))) return undefined
    const present = this.columns.map((one) => call('isnotnull', one))
    const rest = conditions.filter((one) => !this.names.some((name) => equalTo(name, one, this.names)))
    return makeNode('filter', { condition: conjunctionOf([...present, ...rest]) as Expression }, [node])
  }

  #typeAt(at: number): DataType {
    return this.#schema.fields[this.#columns[at]?.index ?? -1]?.type as DataType
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

/** What a condition says that the column of this name equals; it may name no other of them. */
function equalTo(name: string, condition: Expression, names: readonly string[]): Expression | undefined {
  if (condition.kind !== 'call' || condition.name !== '=') return undefined
  const [left, right] = condition.args as readonly [Expression, Expression]
  const isColumn = (one: Expression) => one.kind === 'column' && one.path.length === 1 && one.path[0] === name
  const other = isColumn(left) ? right : isColumn(right) ? left : undefined
  return other && !namesAny(other, names) ? other : undefined
}

const namesAny = (one: Expression, names: readonly string[]): boolean =>
  one.kind === 'column'
    ? names.includes(one.path[0] ?? '')
    : expressionOperands(one).some((part) => namesAny(part, names))

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
  const outer = new OuterRows(input, plans.outer, (node) => plans.schema(node))
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
