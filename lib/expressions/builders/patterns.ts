/** Builders of functions of patterns: LIKE, and regular expressions as Java's. */
import type { ArrayT, BooleanT, IntT, StringT } from '../../types/typed/type-tags.ts'
import type { Column } from '../column.ts'
import {
  argument,
  binary,
  type ColumnArgument,
  callOf,
  type NamesOf,
  type OptionalArgument,
  type Parameter,
  value,
} from './builder.ts'

/** Whether a text fits a pattern, a column too, in which `%` is any text and `_` any one character. */
export const like = liking('like')

/** Like `like`, whatever the case. */
export const ilike = liking('ilike')

/** Whether a regular expression, a column too (`lit('a+')`), fits somewhere in a text. */
export const rlike = binary<BooleanT>('rlike')

/** Whether a regular expression, a column too (`lit('a+')`), fits somewhere in a text. */
export const regexp = binary<BooleanT>('regexp')

/** Whether a regular expression, a column too (`lit('a+')`), fits somewhere in a text. */
export const regexpLike = binary<BooleanT>('regexp_like')

/** What a group (1 unless given, 0 for all) of a regular expression first fits; empty text when it fits nowhere. */
export function regexpExtract<const N extends ColumnArgument, M extends string = never, O extends string = never>(
  column: N,
  pattern: Parameter<string, M>,
  group: Parameter<number, O> = 1,
): Column<StringT, NamesOf<N> | M | O> {
  return callOf('regexp_extract', argument(column), value(pattern), value(group))
}

/** What a group (1 unless given, 0 for all) of a regular expression, a column too, fits each time. */
export function regexpExtractAll<
  const N extends ColumnArgument,
  const M extends ColumnArgument,
  O extends string = never,
>(column: N, pattern: M, group?: Parameter<number, O>): Column<ArrayT<StringT>, NamesOf<N> | NamesOf<M> | O> {
  return callOf('regexp_extract_all', argument(column), argument(pattern), value(group))
}

/** How often a regular expression, a column too, fits in a text. */
export const regexpCount = binary<IntT>('regexp_count')

/** The position (from 1) at which a regular expression, a column too, first fits; 0 when it fits nowhere. */
export function regexpInstr<const N extends ColumnArgument, const M extends ColumnArgument>(
  column: N,
  pattern: M,
  group?: Parameter<number>,
): Column<IntT, NamesOf<N> | NamesOf<M>> {
  return callOf('regexp_instr', argument(column), argument(pattern), value(group))
}

/** What a regular expression, a column too, first fits; null when that is nothing. */
export const regexpSubstr = binary<StringT>('regexp_substr')

/** The text with each fit of a regular expression, from a position (from 1) on, replaced; `$1` stands for a group. */
export function regexpReplace<
  const N extends ColumnArgument,
  M extends string = never,
  O extends string = never,
  P extends string = never,
>(
  column: N,
  pattern: Parameter<string, M>,
  replacement: Parameter<string, O>,
  position?: Parameter<number, P>,
): Column<StringT, NamesOf<N> | M | O | P> {
  return callOf('regexp_replace', argument(column), value(pattern), value(replacement), value(position))
}

/** The parts of a text between the fits of a regular expression; at most `limit`, the last with all the rest. */
export function split<
  const N extends ColumnArgument,
  M extends string = never,
  const O extends OptionalArgument = never,
>(column: N, pattern: Parameter<string, M>, limit?: O): Column<ArrayT<StringT>, NamesOf<N> | M | NamesOf<O>> {
  return callOf('split', argument(column), value(pattern), argument(limit ?? -1))
}

function liking(name: string) {
  return <const N extends ColumnArgument, const M extends ColumnArgument>(
    column: N,
    pattern: M,
    escapeCharacter?: Parameter<string>,
  ): Column<BooleanT, NamesOf<N> | NamesOf<M>> =>
    callOf(name, argument(column), argument(pattern), value(escapeCharacter))
}
