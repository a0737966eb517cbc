/** The expressions of `summary` and `describe`: Spark's StatFunctions.summary. */
import { MillraceError } from '../errors.ts'
import { call, intLiteral, literalOf, textLiteral } from '../expressions/build.ts'
import type { Expression } from '../expressions/expression.ts'
import type { DataType, Field } from '../types/data-type.ts'
import { doubleType, isNumeric, stringType } from '../types/types.ts'
import { nameExpression } from './frame-arguments.ts'

/** What `summary` computes unless it is told. */
export const defaultStatistics = ['count', 'mean', 'stddev', 'min', '25%', '50%', '75%', 'max'] as const

export interface SummarySteps {
  /** Aggregates of all rows, each under a name of its own. */
  readonly aggregates: readonly Expression[]
  /** From the one row of the aggregates to a row for each statistic. */
  readonly columns: readonly Expression[]
}

/**
 * Numbers and strings have statistics, other columns are left out.
 *
 * @throws UNRECOGNIZED_STATISTIC, and for percentages that are none
 */
export function summarySteps(fields: readonly Field[], statistics: readonly string[]): SummarySteps {
  const percentages = statistics.filter((one) => one.endsWith('%')).map(percentageOf)
  if (!percentages.every((one) => one >= 0 && one <= 1)) {
    throw new MillraceError('MILLRACE_ARGUMENT', 'requirement failed: Percentiles must be in the range [0, 1]')
  }
  const chosen = fields.filter(({ type }) => isNumeric(type) || type.kind === 'string')
  const aggregates: Expression[] = [named(call('count', intLiteral(1)), 'rows')]
  for (const [at, field] of chosen.entries()) {
    const functions = new Set(statistics.map((one) => (one.endsWith('%') ? '%' : one)))
    for (const one of functions) {
      const input = one === '%' ? percentiles(field, percentages) : aggregateOf(one, field)
      aggregates.push(named(input, cellName(one, at)))
    }
  }
  let next = 0
  const rows = statistics.flatMap((one) => {
    const percentile = one.endsWith('%') ? next++ : undefined
    const cells = chosen.map((_, at) => {
      if (percentile === undefined) return text(nameExpression(cellName(one, at)))
      return text(call('get', nameExpression(cellName('%', at)), intLiteral(percentile)))
    })
    return [textLiteral(one), ...cells]
  })
  const table = call('stack', intLiteral(statistics.length), ...rows)
  return {
    aggregates,
    columns: [{ kind: 'alias', input: table, names: ['summary', ...chosen.map(({ name }) => name)] }],
  }
}

function cellName(statistic: string, column: number): string {
  return `${statistic} ${column}`
}

function named(input: Expression, name: string): Expression {
  return { kind: 'alias', input, names: [name] }
}

function text(input: Expression): Expression {
  return { kind: 'cast', input, type: stringType, mode: 'cast' }
}

function aggregateOf(statistic: string, { name, type }: Field): Expression {
  const column = nameExpression(name)
  switch (statistic) {
    case 'count':
    case 'min':
    case 'max':
    case 'approx_count_distinct':
      return call(statistic, column)
    case 'count_distinct':
      return { kind: 'call', name: 'count', args: [column], distinct: true }
    case 'mean':
      return call('avg', number(column, type))
    case 'stddev':
      return call('stddev_samp', number(column, type))
    default:
      throw unrecognized(statistic)
  }
}

/** Text that is no number counts as null. */
function number(column: Expression, type: DataType): Expression {
  return type.kind === 'string' ? { kind: 'cast', input: column, type: doubleType, mode: 'try_cast' } : column
}

/** Spark prints a DECIMAL's percentile without its scale: as a double. */
function percentiles({ name, type }: Field, percentages: readonly number[]): Expression {
  const column = number(nameExpression(name), type)
  const input: Expression =
    type.kind === 'decimal' ? { kind: 'cast', input: column, type: doubleType, mode: 'cast' } : column
  return call('percentile_approx', input, call('array', ...percentages.map((one) => literalOf(one, doubleType))))
}

function percentageOf(statistic: string): number {
  const written = statistic.slice(0, -1).trim()
  const percentage = Number(written)
  if (written === '' || Number.isNaN(percentage)) throw unrecognized(statistic)
  return percentage / 100
}

function unrecognized(statistic: string): MillraceError {
  return new MillraceError(
    'UNRECOGNIZED_STATISTIC',
    `The statistic '${statistic}' is not recognized. Valid statistics include \`count\`, \`count_distinct\`, \`approx_count_distinct\`, \`mean\`, \`stddev\`, \`min\`, \`max\`, and percentile values. Percentile must be a numeric value followed by '%', within the range 0% to 100%.`,
    { sqlState: '42704', parameters: { stats: `'${statistic}'` } },
  )
}
