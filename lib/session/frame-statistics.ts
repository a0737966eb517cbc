/** The part of a DataFrame that describes its rows, and that draws some of them: Spark's DataFrameStatFunctions and kin. */
import { batchOf } from '../columnar/builder.ts'
import { MillraceError } from '../errors.ts'
import { QuantileSummary } from '../expressions/aggregates/accumulators/quantile-summary.ts'
import { call, literalOf, operation, textLiteral } from '../expressions/build.ts'
import { Column } from '../expressions/column.ts'
import { lit } from '../expressions/column-functions.ts'
import type { LiteralValue } from '../expressions/column-literal.ts'
import type { Expression } from '../expressions/expression.ts'
import { refuseAction } from '../plan/analyze/streaming.ts'
import { makeNode } from '../plan/node.ts'
import type { Node } from '../plan/nodes.ts'
import type { Field } from '../types/data-type.ts'
import { Schema } from '../types/schema.ts'
import type { ArrayT, Dynamic, Name, Shape, Type } from '../types/typed/type-tags.ts'
import { arrayType, doubleType, isNumeric, longType, stringType } from '../types/types.ts'
import { batchesNode } from './batches-source.ts'
import type { DataFrame } from './data-frame.ts'
import { itemExpression, nameExpression } from './frame-arguments.ts'
import { FrameGroups } from './frame-groups.ts'
import { FrequentItems } from './frequent-items.ts'
import { defaultStatistics, summarySteps } from './summary-columns.ts'
import { transposeSteps } from './transposed.ts'

/** Names of columns, one by one or in a list. */
type Names<S> = readonly (Name<S> | readonly Name<S>[])[]

export abstract class FrameStatistics<S extends Shape> extends FrameGroups<S> {
  /** A frame of another plan. */
  protected abstract framed(node: Node): never

  /** The statistics under the name that Spark gathers them by: `df.stat.corr('a', 'b')`. */
  get stat(): Pick<this, 'approxQuantile' | 'corr' | 'cov' | 'crosstab' | 'freqItems' | 'sampleBy'> {
    return this
  }

  /**
   * `count`, `mean`, `stddev`, `min` and `max` of the columns that are numbers or text, as text: a row for each, called in
   * column `summary`.
   *
   * @param columns all unless given
   * @throws Spark's refusal of actions on a streaming frame
   */
  describe(...columns: Names<S>): DataFrame<Dynamic> {
    refuseAction(this.node)
    const names = columns.flat()
    const frame: FrameStatistics<Dynamic> =
      names.length === 0 ? this : this.grown('project', { columns: names.map(itemExpression) })
    return frame.summary('count', 'mean', 'stddev', 'min', 'max')
  }

  /**
   * As `describe`, of chosen statistics: also `count_distinct`, `approx_count_distinct`, and percentiles such as `75%`.
   *
   * @param statistics those of `describe` and the quartiles unless given
   * @throws UNRECOGNIZED_STATISTIC, and Spark's refusal of actions on a streaming frame
   */
  summary(...statistics: readonly (string | readonly string[])[]): DataFrame<Dynamic> {
    refuseAction(this.node)
    const given = statistics.flat()
    const steps = summarySteps(this.planSchema.fields, given.length === 0 ? defaultStatistics : given)
    const row: FrameStatistics<Dynamic> = this.grown('aggregate', {
      grouping: [],
      sets: undefined,
      outputs: steps.aggregates,
    })
    return row.grown('project', { columns: steps.columns })
  }

  /**
   * About the values below which parts of a column's values lie; always some of them. Nulls and NaN do not count; a column
   * without values has no quantiles: `[]`.
   *
   * @param probabilities 0 to 1
   * @param relativeError how far a value's rank may be from the one asked for, as a part of all rows; 0 = exact
   */
  approxQuantile(column: Name<S>, probabilities: readonly number[], relativeError: number): Promise<number[]>
  approxQuantile(
    columns: readonly Name<S>[],
    probabilities: readonly number[],
    relativeError: number,
  ): Promise<number[][]>
  approxQuantile(
    columns: string | readonly string[],
    probabilities: readonly number[],
    relativeError: number,
  ): Promise<number[] | number[][]> {
    refuseAction(this.node)
    for (const one of probabilities) {
      require(one >= 0 && one <= 1, 'percentile should be in the range [0.0, 1.0]')
    }
    require(relativeError >= 0, `Relative Error must be non-negative but got ${relativeError}`)
    const names = typeof columns === 'string' ? [columns] : columns
    for (const { name, type } of this.#fields(names)) {
      require(isNumeric(
        type,
      ), `Quantile calculation for column ${name} with data type ${typeName(type.kind)} is not supported.`)
    }
    const found = this.#quantiles(names, probabilities, relativeError)
    return typeof columns === 'string' ? found.then(([one]) => one ?? []) : found
  }

  async #quantiles(
    names: readonly string[],
    probabilities: readonly number[],
    relativeError: number,
  ): Promise<number[][]> {
    const summaries = names.map(() => new QuantileSummary(relativeError))
    await this.#doubles(names).eachRow((row) => {
      for (const [at, summary] of summaries.entries()) {
        const value = row[at] as number | null
        if (value !== null && !Number.isNaN(value)) summary.insert(value)
      }
    })
    return summaries.map((one) => [...(one.query(probabilities) ?? [])])
  }

  /**
   * Values that a column holds in more than a part of all rows, and maybe others: one row, an array for each column, in no
   * particular order.
   *
   * @param support 0.0001 to 1
   */
  freqItems<const K extends Name<S>>(
    columns: readonly K[],
    support = 0.01,
  ): DataFrame<{ readonly [P in K as `${P}_freqItems`]: ArrayT<S[P] extends Type ? S[P] : Type> }> {
    refuseAction(this.node)
    require(support >= 1e-4 && support <= 1, `Support must be in [1e-4, 1], but got ${support}.`)
    const fields = this.#fields(columns)
    const schema = new Schema(
      fields.map(({ name, type, nullable }) => ({
        name: `${name}_freqItems`,
        type: arrayType(type, nullable),
        nullable: false,
      })),
    )
    const chosen: FrameStatistics<Dynamic> = this.grown('project', { columns: columns.map(nameExpression) })
    const batches = async function* () {
      const items = fields.map(({ type }) => new FrequentItems(type, Math.floor(1 / support)))
      await chosen.eachRow((row) => {
        for (const [at, one] of items.entries()) one.add(row[at] ?? null)
      })
      yield batchOf(schema, [items.map((one) => one.values)])
    }
    return this.framed(batchesNode(schema, batches, this.context))
  }

  /**
   * Frames that each row is in one of, by chance.
   *
   * @param weights how large the frames are to each other
   * @param seed gives the same frames again, those that Spark gives of a frame of one partition
   */
  randomSplit(weights: readonly number[], seed: number | bigint = Math.floor(Math.random() * 2 ** 31)): this[] {
    refuseAction(this.node)
    const shown = `[${weights.join(',')}]`
    require(weights.every((one) => one >= 0), `Weights must be nonnegative, but got ${shown}`)
    const sum = weights.reduce((total, one) => total + one, 0)
    require(sum > 0, `Sum of weights must be positive, but got ${shown}`)
    // Dataset.randomSplit: sorted, that each frame draws for the same rows.
    const orders = this.planSchema.fields
      .filter(({ type }) => type.kind !== 'map' && type.kind !== 'variant')
      .map(
        ({ name }): Expression => ({
          kind: 'sort',
          input: nameExpression(name),
          ascending: true,
          nullsFirst: true,
        }),
      )
    const sorted: FrameStatistics<Dynamic> = orders.length === 0 ? this : this.grown('sort', { orders, global: false })
    const drawn = unusedName('drawn', this.planSchema)
    const draws: FrameStatistics<Dynamic> = sorted.grown('withColumns', {
      columns: [{ name: drawn, value: call('rand', literalOf(BigInt(seed), longType)) }],
    })
    let from = 0
    return weights.map((weight) => {
      const to = from + weight / sum
      const value = nameExpression(drawn)
      const condition = operation('and', operation('>=', value, double(from)), operation('<', value, double(to)))
      from = to
      const part: FrameStatistics<Dynamic> = draws.grown('filter', { condition })
      return part.grown('drop', { columns: [value] })
    })
  }

  /**
   * Rows drawn by the value of a column, each value with a probability of its own.
   *
   * @param fractions value → 0 to 1; values that are not there have 0
   * @param seed gives the same rows again, those that Spark gives of a frame of one partition
   */
  sampleBy(
    column: Name<S> | Column<Type, Name<S>>,
    fractions: ReadonlyMap<LiteralValue, number>,
    seed: number | bigint = Math.floor(Math.random() * 2 ** 31),
  ): this {
    const shown = [...fractions].map(([value, fraction]) => `${value} -> ${fraction}`).join(', ')
    require([...fractions.values()].every(
      (one) => one >= 0 && one <= 1,
    ), `Fractions must be in [0, 1], but got Map(${shown}).`)
    const value = itemExpression(column)
    const fraction = [...fractions].reduceRight<Expression>(
      (otherwise, [key, part]) => call('if', operation('<=>', value, lit(key).expression), double(part), otherwise),
      double(0),
    )
    return this.grown('filter', {
      condition: operation('<', call('rand', literalOf(BigInt(seed), longType)), fraction),
    })
  }

  /**
   * Pearson's correlation of two columns of numbers, a null counting as 0; NaN when one does not vary.
   *
   * @param method `pearson`, the only one
   */
  async corr(first: Name<S>, second: Name<S>, method = 'pearson'): Promise<number> {
    refuseAction(this.node)
    require(method === 'pearson', 'Currently only the calculation of the Pearson Correlation coefficient is supported.')
    return (await this.#ofTwo('corr', 'correlation', first, second)) ?? Number.NaN
  }

  /** The sample covariance of two columns of numbers, a null counting as 0; 0 of fewer than two rows. */
  async cov(first: Name<S>, second: Name<S>): Promise<number> {
    refuseAction(this.node)
    return (await this.#ofTwo('covar_samp', 'covariance', first, second)) ?? 0
  }

  async #ofTwo(name: string, what: string, ...columns: readonly [string, string]): Promise<number | null> {
    for (const { type } of this.#fields(columns)) {
      require(isNumeric(type), `Currently ${what} calculation for columns with dataType ${type.kind} not supported.`)
    }
    const inputs = columns.map((one) => call('coalesce', asDouble(one), double(0)))
    const row: FrameStatistics<Dynamic> = this.grown('aggregate', {
      grouping: [],
      sets: undefined,
      outputs: [call(name, ...inputs)],
    })
    const [values] = await row.values(1)
    return (values?.[0] ?? null) as number | null
  }

  /**
   * How often two columns' values come together: a row for each value of the first, a column for each of the second. The
   * columns are looked up first, by a run over the frame.
   */
  async crosstab(first: Name<S>, second: Name<S>): Promise<DataFrame<Dynamic>> {
    refuseAction(this.node)
    this.#fields([first, second])
    const frame: DataFrame<Dynamic> = this.framed(this.node)
    const rows = frame.groupBy(new Column(textOf(first, `${first}_${second}`)))
    const counted = await rows.pivot(new Column(textOf(second, second)))
    return counted.count().na.fill(0) as DataFrame<Dynamic>
  }

  /**
   * Columns as rows: the index column's values, in order, are the new columns' names; column `key` has the old ones' names.
   *
   * @param index the first column unless given
   * @throws TRANSPOSE_NO_LEAST_COMMON_TYPE, TRANSPOSE_INVALID_INDEX_COLUMN, TRANSPOSE_EXCEED_ROW_LIMIT
   */
  async transpose(index?: Name<S>): Promise<DataFrame<Dynamic>> {
    refuseAction(this.node)
    const { names, fields } = this.planSchema
    const [field] = this.#fields([index ?? (names[0] as string)])
    const others = fields.filter(({ name }) => name.toLowerCase() !== field?.name.toLowerCase())
    const steps = transposeSteps(field as Field, others, this.context.conf.ansi)
    const present: FrameStatistics<Dynamic> = this.grown('filter', { condition: steps.filter })
    const ordered: FrameStatistics<Dynamic> = present.grown('sort', { orders: [steps.order], global: true })
    const turned: FrameStatistics<Dynamic> = ordered.grown('project', { columns: steps.columns })
    const most = Number(this.context.conf.find(transposeLimit) ?? 500)
    const rows = await turned.values(most + 1)
    if (rows.length > most) throw tooManyRows(most)
    return this.framed(makeNode('localRelation', steps.relation(rows)))
  }

  #doubles(names: readonly string[]): FrameStatistics<Dynamic> {
    return this.grown('project', { columns: names.map(asDouble) })
  }

  /** @throws UNRESOLVED_COLUMN.WITH_SUGGESTION */
  #fields(names: readonly string[]): readonly Field[] {
    const columns = names.map(nameExpression)
    return this.context.planner.binder.bindColumns(columns, this.planSchema).map(({ field }) => field)
  }
}

const transposeLimit = 'spark.sql.transposeMaxValues'

function tooManyRows(most: number): MillraceError {
  return new MillraceError(
    'TRANSPOSE_EXCEED_ROW_LIMIT',
    `Number of rows exceeds the allowed limit of ${most} for TRANSPOSE. If this was intended, set ${transposeLimit} to at least the current row count.`,
    { sqlState: '54006', parameters: { maxValues: `${most}`, config: transposeLimit } },
  )
}

function double(value: number): Expression {
  return literalOf(value, doubleType)
}

function asDouble(name: string): Expression {
  return { kind: 'cast', input: nameExpression(name), type: doubleType, mode: 'cast' }
}

/** Spark: StatFunctions.crossTabulate; a null is called so. */
function textOf(name: string, alias: string): Expression {
  const text: Expression = { kind: 'cast', input: nameExpression(name), type: stringType, mode: 'cast' }
  return { kind: 'alias', input: call('coalesce', text, textLiteral('null')), names: [alias] }
}

function unusedName(wanted: string, schema: Schema): string {
  let name = wanted
  while (schema.index(name) !== undefined) name += '_'
  return name
}

/** Scala's name of a simple type: `StringType`. */
function typeName(kind: string): string {
  return `${kind.charAt(0).toUpperCase()}${kind.slice(1)}Type`
}

/** Scala's `require`. */
function require(holds: boolean, message: string): void {
  if (!holds) throw new MillraceError('MILLRACE_ARGUMENT', `requirement failed: ${message}`)
}
