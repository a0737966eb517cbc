/** Builders of text functions. */
import type { ArrayT, BinaryT, BooleanT, IntT, StringT, UnknownT } from '../../types/typed/type-tags.ts'
import type { Column, Operand } from '../column.ts'
import { argument, type ColumnArgument, callOf, type Needs, unary, value, variadic } from './builder.ts'

/** Upper case. */
export const upper = unary<StringT>()('upper')

/** Lower case. */
export const lower = unary<StringT>()('lower')

/** The first letter of each word in upper case, the others in lower case. */
export const initcap = unary<StringT>()('initcap')

/** Without blanks at both ends. */
export const trim = unary<StringT>()('trim')

/** Without blanks at the start. */
export const ltrim = unary<StringT>()('ltrim')

/** Without blanks at the end. */
export const rtrim = unary<StringT>()('rtrim')

/** Base 64 of a BINARY. */
export const base64 = unary<StringT>()('base64')

/** Hexadecimal digits of a number, text or BINARY. */
export const hex = unary<StringT>()('hex')

/** MD5 of a BINARY, as hexadecimal digits. */
export const md5 = unary<StringT>()('md5')

/** Characters, or bytes of a BINARY. */
export const length = unary<IntT>()('length')

/** Code point of the first character. */
export const ascii = unary<IntT>()('ascii')

/** The bytes of base 64. */
export const unbase64 = unary<BinaryT>()('unbase64')

/** Backwards: a text or an array. */
export const reverse = unary<UnknownT>()('reverse')

/** One text after the other; null when one of them is null. */
export const concat = variadic<StringT>('concat')

/** Everything that is not null in one text, a separator between. */
export function concatWs<const N extends string>(
  separator: string,
  ...columns: readonly ColumnArgument<N>[]
): Column<StringT, Needs<N>> {
  return callOf('concat_ws', value(separator), ...columns.map((one) => argument(one)))
}

/** `length` characters from `start`, counted from 1; a negative start counts from the end. */
export function substring<const N extends string, M extends string = never>(
  column: ColumnArgument<N>,
  start: Operand<M>,
  length: Operand<M>,
): Column<StringT, Needs<N> | M> {
  return callOf('substring', argument(column), value(start), value(length))
}

/** Everything before the `count`-th delimiter; a negative count counts from the end. */
export function substringIndex<const N extends string>(
  column: ColumnArgument<N>,
  delimiter: string,
  count: number,
): Column<StringT, Needs<N>> {
  return callOf('substring_index', argument(column), value(delimiter), value(count))
}

/** Filled at the start to a length, or cut to it. */
export function lpad<const N extends string>(
  column: ColumnArgument<N>,
  length: number,
  pad: string = ' ',
): Column<StringT, Needs<N>> {
  return callOf('lpad', argument(column), value(length), value(pad))
}

/** Filled at the end to a length, or cut to it. */
export function rpad<const N extends string>(
  column: ColumnArgument<N>,
  length: number,
  pad: string = ' ',
): Column<StringT, Needs<N>> {
  return callOf('rpad', argument(column), value(length), value(pad))
}

/** Several times the text. */
export function repeat<const N extends string, M extends string = never>(
  column: ColumnArgument<N>,
  times: Operand<M>,
): Column<StringT, Needs<N> | M> {
  return callOf('repeat', argument(column), value(times))
}

/** Every occurrence of a text replaced. */
export function replace<const N extends string>(
  column: ColumnArgument<N>,
  search: string,
  replacement: string = '',
): Column<StringT, Needs<N>> {
  return callOf('replace', argument(column), value(search), value(replacement))
}

/** Each character of `from` replaced by the one of `to` at its place. */
export function translate<const N extends string>(
  column: ColumnArgument<N>,
  from: string,
  to: string,
): Column<StringT, Needs<N>> {
  return callOf('translate', argument(column), value(from), value(to))
}

/** What a group of a Java regular expression matches; empty text when nothing does. */
export function regexpExtract<const N extends string>(
  column: ColumnArgument<N>,
  pattern: string,
  group: number = 1,
): Column<StringT, Needs<N>> {
  return callOf('regexp_extract', argument(column), value(pattern), value(group))
}

/** Every match of a Java regular expression replaced. */
export function regexpReplace<const N extends string>(
  column: ColumnArgument<N>,
  pattern: string,
  replacement: string,
): Column<StringT, Needs<N>> {
  return callOf('regexp_replace', argument(column), value(pattern), value(replacement))
}

/** A part of a text split at a delimiter, counted from 1; negative from the end. */
export function splitPart<const N extends string>(
  column: ColumnArgument<N>,
  delimiter: string,
  part: number,
): Column<StringT, Needs<N>> {
  return callOf('split_part', argument(column), value(delimiter), value(part))
}

/** Parts of a text between matches of a Java regular expression. */
export function split<const N extends string>(
  column: ColumnArgument<N>,
  pattern: string,
  limit: number = -1,
): Column<ArrayT<StringT>, Needs<N>> {
  return callOf('split', argument(column), value(pattern), value(limit))
}

/** Place of a text, counted from 1; 0 when it is not there. */
export function instr<const N extends string>(column: ColumnArgument<N>, text: string): Column<IntT, Needs<N>> {
  return callOf('instr', argument(column), value(text))
}

/** Whether a text is in it. */
export function contains<const N extends string, M extends string = never>(
  column: ColumnArgument<N>,
  text: Operand<M>,
): Column<BooleanT, Needs<N> | M> {
  return callOf('contains', argument(column), value(text))
}

/** Whether it begins with a text. */
export function startswith<const N extends string, M extends string = never>(
  column: ColumnArgument<N>,
  text: Operand<M>,
): Column<BooleanT, Needs<N> | M> {
  return callOf('startswith', argument(column), value(text))
}

/** Whether it ends with a text. */
export function endswith<const N extends string, M extends string = never>(
  column: ColumnArgument<N>,
  text: Operand<M>,
): Column<BooleanT, Needs<N> | M> {
  return callOf('endswith', argument(column), value(text))
}

/** Whether a Java regular expression finds something. */
export function rlike<const N extends string, M extends string = never>(
  column: ColumnArgument<N>,
  pattern: Operand<M>,
): Column<BooleanT, Needs<N> | M> {
  return callOf('rlike', argument(column), value(pattern))
}

/** Arguments in the places of a format (`%s`, `%d`, `%5.2f`), as Java's Formatter. */
export function formatString<const N extends string>(
  format: string,
  ...columns: readonly ColumnArgument<N>[]
): Column<StringT, Needs<N>> {
  return callOf('format_string', value(format), ...columns.map((one) => argument(one)))
}
