/** Dotted names over an input: a column, a column by its qualifier, the rest of the path into structs and maps. */
import type { Field } from '../../types/data-type.ts'
import type { Schema } from '../../types/schema.ts'
import { ambiguousColumn, unresolvedColumn } from './suggestions.ts'

/** What a dotted name names. */
export interface ResolvedName {
  readonly index: number
  readonly field: Field
  /** The column's name as it was written: Spark names the result so, whatever the schema spells. */
  readonly written: string
  /** What is left of the path, to be extracted from the column. */
  readonly rest: readonly string[]
}

const same = (a: string | undefined, b: string | undefined) => a !== undefined && a.toLowerCase() === b?.toLowerCase()

/** Rules of Spark's AttributeSeq.resolve: `qualifier.column` wins over `column.field`; names are compared without case. */
function matches(path: readonly string[], input: Schema): { readonly at: readonly number[]; readonly parts: number } {
  const [first = '', second] = path
  if (second !== undefined) {
    const qualified = input.positions(second).filter((at) => same(input.fields[at]?.qualifier, first))
    if (qualified.length > 0) return { at: qualified, parts: 2 }
  }
  return { at: input.positions(first), parts: 1 }
}

/** Positions of the columns that a path may begin with. */
export const columnsNamed = (path: readonly string[], input: Schema): readonly number[] => matches(path, input).at

/**
 * Finds the column of a path, undefined when there is none.
 *
 * @throws AMBIGUOUS_REFERENCE
 */
export function findName(path: readonly string[], input: Schema): ResolvedName | undefined {
  const { at, parts } = matches(path, input)
  const [index] = at
  if (index === undefined) return undefined
  const written = path[parts - 1] as string
  if (at.length > 1) {
    const fields = at.map((position) => input.fields[position] as Field)
    throw ambiguousColumn(path.slice(0, parts), fields, written)
  }
  return { index, field: input.fields[index] as Field, written, rest: path.slice(parts) }
}

/**
 * Finds the column of a path.
 *
 * @throws AMBIGUOUS_REFERENCE, UNRESOLVED_COLUMN.WITH_SUGGESTION
 */
export function resolveName(path: readonly string[], input: Schema): ResolvedName {
  const found = findName(path, input)
  if (!found) throw unresolvedColumn(path, input)
  return found
}
