/** `df.na`: fill and drop, made of projections and filters as in Spark's DataFrameNaFunctions. */
import { MillraceError } from '../errors.ts'
import { call, literalOf, operation } from '../expressions/build.ts'
import type { Expression } from '../expressions/expression.ts'
import type { DataType, Field } from '../types/data-type.ts'
import type { Schema } from '../types/schema.ts'
import { booleanType, doubleType, intType, isNumeric, longType, stringType } from '../types/types.ts'
import { type Replaced, type Replacing, replacedColumn, replacements } from './replacements.ts'

type FillValue = string | number | bigint | boolean

export interface NullHandlingSteps<F> {
  project(columns: readonly Expression[]): F
  filter(condition: Expression): F
}

/** F = the frame's type, N = its columns' names. */
export class NullHandling<F, N extends string = string> {
  readonly #schema: Schema
  readonly #steps: NullHandlingSteps<F>

  constructor(schema: Schema, steps: NullHandlingSteps<F>) {
    this.#schema = schema
    this.#steps = steps
  }

  /**
   * Nulls (and NaN) replaced: one value for all columns of its kind (numbers, text, booleans), or a value per column.
   *
   * @param columns only these
   */
  fill(value: FillValue | { readonly [P in N]?: FillValue }, columns?: readonly N[]): F {
    const chosen = columns?.map((name) => name.toLowerCase())
    const perColumn =
      typeof value === 'object'
        ? new Map(Object.entries(value).map(([name, one]) => [name.toLowerCase(), one]))
        : undefined
    for (const name of [...(perColumn?.keys() ?? []), ...(chosen ?? [])]) this.#require(name)
    const filled = this.#schema.fields.map((field): Expression => {
      const name = field.name.toLowerCase()
      const one = perColumn ? perColumn.get(name) : (value as FillValue)
      if (one === undefined) return columnOf(field)
      if (!perColumn && (!sameKind(field.type, one as FillValue) || (chosen && !chosen.includes(name))))
        return columnOf(field)
      return fillColumn(field, one as FillValue)
    })
    return this.#steps.project(filled)
  }

  /**
   * Rows left out that have nulls or NaN: in any column, in all, or with fewer than `thresh` values.
   *
   * @param columns only these count
   */
  drop(
    how: 'any' | 'all' | { readonly how?: 'any' | 'all'; readonly thresh?: number } = 'any',
    columns?: readonly N[],
  ): F {
    const fields = columns ? columns.map((name) => this.#require(name)) : this.#schema.fields
    const given = typeof how === 'string' ? { how } : how
    const present = fields.map(isPresent)
    if (given.thresh !== undefined) {
      const sum = present.map((one) => call('if', one, literalOf(1, intType), literalOf(0, intType)))
      if (sum.length === 0) return this.#steps.filter(literalOf(given.thresh <= 0, booleanType))
      return this.#steps.filter(operation('>=', join(sum, '+'), literalOf(given.thresh, intType)))
    }
    if (present.length === 0) return this.#steps.filter(literalOf(true, booleanType))
    return this.#steps.filter(join(present, given.how === 'all' ? 'or' : 'and'))
  }

  /**
   * Values replaced by others in the columns of their kind (numbers, text, booleans): one by one, each of several by
   * one or by its own, or by a `Map` of old and new.
   *
   * @param columns only these
   */
  replace(from: Replaced, to?: Replacing, columns?: readonly N[]): F {
    const pairs = replacements(from, to)
    const chosen = columns && new Set(columns.map((name) => this.#require(name)))
    return this.#steps.project(
      this.#schema.fields.map((field) =>
        chosen && !chosen.has(field) ? columnOf(field) : replacedColumn(field, pairs),
      ),
    )
  }

  #require(name: string): Field {
    const at = this.#schema.index(name)
    if (at !== undefined) return this.#schema.fields[at] as Field
    const known = this.#schema.names.map((one) => `\`${one}\``).join(', ')
    throw new MillraceError(
      'UNRESOLVED_COLUMN.WITH_SUGGESTION',
      `A column, variable, or function parameter with name \`${name}\` cannot be resolved. Did you mean one of the following? [${known}].`,
      { sqlState: '42703', parameters: { objectName: `\`${name}\``, proposal: known } },
    )
  }
}

function join(parts: readonly Expression[], operator: string): Expression {
  return parts.reduce((left, right) => operation(operator, left, right))
}

function columnOf(field: Field): Expression {
  return { kind: 'column', path: [field.name] }
}

function isFloating(type: DataType): boolean {
  return type.kind === 'float' || type.kind === 'double'
}

/** Not null and not NaN (Spark's AtLeastNNonNulls). */
function isPresent(field: Field): Expression {
  const present = operation('isnotnull', columnOf(field))
  return isFloating(field.type) ? operation('and', present, operation('not', call('isnan', columnOf(field)))) : present
}

function sameKind(type: DataType, value: FillValue): boolean {
  if (typeof value === 'string') return type.kind === 'string'
  if (typeof value === 'boolean') return type.kind === 'boolean'
  return isNumeric(type)
}

/** Spark: coalesce(nanvl(column, null), cast(value as the column's type)) under the column's name. */
function fillColumn(field: Field, value: FillValue): Expression {
  const fill: Expression = { kind: 'cast', input: literalOfValue(value), type: field.type, mode: 'cast' }
  const filled = call('coalesce', columnOf(field), fill)
  const input = isFloating(field.type) ? call('if', call('isnan', columnOf(field)), fill, filled) : filled
  return { kind: 'alias', input, names: [field.name] }
}

function literalOfValue(value: FillValue): Expression {
  if (typeof value === 'string') return literalOf(value, stringType)
  if (typeof value === 'boolean') return literalOf(value, booleanType)
  if (typeof value === 'bigint') return literalOf(value, longType)
  return Number.isSafeInteger(value) ? literalOf(BigInt(value), longType) : literalOf(value, doubleType)
}
