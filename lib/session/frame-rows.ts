/** The part of a DataFrame that chooses and orders rows: the columns stay what they are. */
import { MillraceError } from '../errors.ts'
import { call } from '../expressions/build.ts'
import type { Column } from '../expressions/column.ts'
import type { NodeOptions, OperatorName } from '../plan/nodes.ts'
import type { Dynamic, Name, Shape, StringT } from '../types/typed/type-tags.ts'
import type { DataFrame } from './data-frame.ts'
import { FrameActions } from './frame-actions.ts'
import { type Item, itemExpression, nameExpression, orderExpression } from './frame-arguments.ts'

/** A frame of any columns. */
type AnyRows = FrameRows<Dynamic>

export abstract class FrameRows<S extends Shape> extends FrameActions<S> {
  /** A frame of the plan with one more node on top. */
  protected abstract grown<K extends OperatorName>(op: K, options: NodeOptions[K], ...right: readonly AnyRows[]): never

  /** All rows in order: by columns, ascending, or `col('a').desc()`. On a stream only in complete mode. */
  orderBy(...orders: readonly Item<S>[]): this {
    return this.grown('sort', { orders: orders.map(orderExpression), global: true })
  }

  /** The same as `orderBy`. */
  sort(...orders: readonly Item<S>[]): this {
    return this.orderBy(...orders)
  }

  /** Rows in order within each partition; there is one here. */
  sortWithinPartitions(...orders: readonly Item<S>[]): this {
    return this.grown('sort', { orders: orders.map(orderExpression), global: false })
  }

  /** All but the first `n` rows; not on a stream. */
  offset(n: number): this {
    return this.grown('offset', { n })
  }

  /**
   * Each row with a probability; not on a stream.
   *
   * @param fraction 0 to 1
   * @param seed gives the same rows again, those that Spark gives of a frame of one partition
   */
  sample(fraction: number, seed: number | bigint = Math.floor(Math.random() * 2 ** 31)): this {
    return this.grown('sample', { fraction, seed: BigInt(seed) })
  }

  /** Each row once; on a stream, once in the query's life. */
  distinct(): this {
    return this.grown('deduplicate', { columns: undefined, withinWatermark: false })
  }

  /**
   * The first row of each key; the keys are the named columns, or all. On a stream keys are kept for ever, unless the
   * event time of `withWatermark` is among them.
   */
  dropDuplicates(...columns: readonly (Name<S> | readonly Name<S>[])[]): this {
    return this.grown('deduplicate', { columns: keyNames(columns), withinWatermark: false })
  }

  /** The first row of each key, which is forgotten once the watermark has reached its event time and the delay. */
  dropDuplicatesWithinWatermark(...columns: readonly (Name<S> | readonly Name<S>[])[]): this {
    return this.grown('deduplicate', { columns: keyNames(columns), withinWatermark: true })
  }

  /** Rows of both frames, by position, each once; not on a stream. */
  intersect(other: AnyRows): this {
    return this.grown('setOperation', { kind: 'intersect', all: false }, other)
  }

  /** As `intersect`, but a row comes as often as both frames have it. */
  intersectAll(other: AnyRows): this {
    return this.grown('setOperation', { kind: 'intersect', all: true }, other)
  }

  /** Rows that the other frame has not, by position, each once; not on a stream. */
  except(other: AnyRows): this {
    return this.grown('setOperation', { kind: 'except', all: false }, other)
  }

  /** The same as `except`. */
  subtract(other: AnyRows): this {
    return this.except(other)
  }

  /** As `except`, but a row comes as often as this frame has it more. */
  exceptAll(other: AnyRows): this {
    return this.grown('setOperation', { kind: 'except', all: true }, other)
  }

  /** The frame itself: there is one partition. The arguments are checked as Spark checks them. */
  repartition(partitions: number, ...columns: readonly Item<S>[]): this
  repartition(...columns: readonly Item<S>[]): this
  repartition(first: number | Item<S>, ...columns: readonly Item<S>[]): this {
    if (typeof first === 'number') requirePartitions(first)
    const named = typeof first === 'number' ? columns : [first, ...columns]
    this.context.planner.binder.bindColumns(named.map(itemExpression), this.planSchema)
    return this
  }

  /** The frame itself, as `repartition`. */
  repartitionByRange(partitions: number, ...columns: readonly Item<S>[]): this
  repartitionByRange(...columns: readonly Item<S>[]): this
  repartitionByRange(first: number | Item<S>, ...columns: readonly Item<S>[]): this {
    return this.repartition(first as number, ...columns)
  }

  /** The frame itself, as `repartition`. */
  coalesce(partitions: number): this {
    requirePartitions(partitions)
    return this
  }

  /** Each row as JSON text, as column `value`; nulls are left out. */
  toJSON(): DataFrame<{ readonly value: StringT }> {
    const row = call('struct', ...this.planSchema.names.map(nameExpression))
    return this.grown('project', { columns: [{ kind: 'alias', input: call('to_json', row), names: ['value'] }] })
  }

  /** The frame itself: a hint says how to run a plan on a cluster, not what it gives. */
  hint(_name: string, ..._parameters: readonly (string | number | Column | readonly (string | number)[])[]): this {
    return this
  }
}

/** Spark: Repartition's requirement (golden `err-repartition-zero`). */
function requirePartitions(partitions: number): void {
  if (Number.isInteger(partitions) && partitions > 0) return
  throw new MillraceError(
    'MILLRACE_ARGUMENT',
    `requirement failed: Number of partitions (${partitions}) must be positive.`,
  )
}

/** undefined = all columns, as in Spark for no names at all. */
function keyNames(columns: readonly (string | readonly string[])[]): readonly string[] | undefined {
  const names = columns.flat()
  return columns.length === 0 ? undefined : names
}
