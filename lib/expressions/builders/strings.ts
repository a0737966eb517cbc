/** Builders of functions of texts. */
import type { ArrayT, BooleanT, DoubleT, IntT, StringT, UnknownT } from '../../types/typed/type-tags.ts'
import type { Column } from '../column.ts'
import {
  argument,
  type Binary,
  binary,
  type ColumnArgument,
  callOf,
  type NamesOf,
  type OptionalArgument,
  oneOrTwo,
  type Parameter,
  ternary,
  twoOrThree,
  type Unary,
  unary,
  value,
  variadic,
  withValue,
} from './builder.ts'

/** SQL takes the characters before the text. */
function trimming<F extends string>(name: F): Unary<F, StringT> & Binary<StringT> {
  const trimmed = (column: ColumnArgument, characters?: ColumnArgument) =>
    callOf(name, argument(characters), argument(column))
  return trimmed as Unary<F, StringT> & Binary<StringT>
}

function padding(name: string) {
  return <const N extends ColumnArgument, M extends string = never, O extends string = never>(
    column: N,
    length: Parameter<number, M>,
    pad?: Parameter<string, O>,
  ): Column<StringT, NamesOf<N> | M | O> => callOf(name, argument(column), value(length), value(pad))
}

/** The text in capitals. */
export const upper = unary<StringT>()('upper')

/** The text in capitals. */
export const ucase = unary<StringT>()('ucase')

/** The text in small letters. */
export const lower = unary<StringT>()('lower')

/** The text in small letters. */
export const lcase = unary<StringT>()('lcase')

/** The text with each word in small letters but for the first. */
export const initcap = unary<StringT>()('initcap')

/** How many characters a text has, or bytes a binary value. */
export const length = unary<IntT>()('length')

/** How many characters a text has, or bytes a binary value. */
export const charLength = unary<IntT>()('char_length')

/** How many characters a text has, or bytes a binary value. */
export const characterLength = unary<IntT>()('character_length')

/** How many bytes a text (as UTF-8) or a binary value has. */
export const octetLength = unary<IntT>()('octet_length')

/** How many bits a text (as UTF-8) or a binary value has. */
export const bitLength = unary<IntT>()('bit_length')

/** The code point of the first character; 0 for the empty text. */
export const ascii = unary<IntT>()('ascii')

/** The character of a code from 0 to 255; larger numbers modulo 256. */
export const chr = unary<StringT>()('chr')

/** The character of a code from 0 to 255; larger numbers modulo 256. */
export const char = unary<StringT>()('char')

/** So many blanks. */
export const space = unary<StringT>()('space')

/** A text or array from its end to its beginning. */
export const reverse = unary<UnknownT>()('reverse')

/** A text so many times: a number, or a column of them. */
export const repeat = binary<StringT>('repeat')

/** Texts, binary values or arrays, one behind the other; null when one of them is null. */
export const concat = variadic<StringT>('concat')

/** The text at a position (from 1, the first column) of those that follow. */
export const elt = variadic<StringT>('elt')

/** Texts and the elements of arrays of texts that are not null, joined with a separator. */
export function concatWs<const N extends readonly ColumnArgument[], M extends string = never>(
  separator: Parameter<string, M>,
  ...columns: N
): Column<StringT, NamesOf<N[number]> | M> {
  return callOf('concat_ws', value(separator), ...columns.map((column) => argument(column)))
}

/** Part of a text or binary value: a position (from 1, or negative from the end), then how much, else all the rest. */
export const substring = twoOrThree<StringT>('substring')

/** Part of a text or binary value: a position (from 1, or negative from the end), then how much, else all the rest. */
export const substr = twoOrThree<StringT>('substr')

/** The first characters of a text, so many. */
export const left = binary<StringT>('left')

/** The last characters of a text, so many. */
export const right = binary<StringT>('right')

/** What stands before the nth occurrence of a delimiter, or behind the nth from the end when n is negative. */
export function substringIndex<const N extends ColumnArgument, M extends string = never, O extends string = never>(
  column: N,
  delimiter: Parameter<string, M>,
  count: Parameter<number, O>,
): Column<StringT, NamesOf<N> | M | O> {
  return callOf('substring_index', argument(column), value(delimiter), value(count))
}

/** The nth part of a text between delimiters, from 1 or negative from the end; the delimiter is a column: `lit(',')`. */
export const splitPart = ternary<StringT>('split_part')

/** The text without blanks, or characters of a column of them, at both ends. */
export const trim = trimming('trim')

/** The text without blanks, or characters of a column of them, at its beginning. */
export const ltrim = trimming('ltrim')

/** The text without blanks, or characters of a column of them, at its end. */
export const rtrim = trimming('rtrim')

/** The text without blanks, or characters of a column of them, at both ends. */
export const btrim = oneOrTwo<StringT>('btrim')

/** The text filled up at its beginning, or cut, to a length; filled with blanks unless another text is given. */
export const lpad = padding('lpad')

/** The text filled up at its end, or cut, to a length; filled with blanks unless another text is given. */
export const rpad = padding('rpad')

/** The text with each occurrence of the second column replaced by the third, or removed. */
export const replace = twoOrThree<StringT>('replace')

/** The text with each character of `from` replaced by the one of `to` at its place, or removed when there is none. */
export function translate<const N extends ColumnArgument, M extends string = never, O extends string = never>(
  column: N,
  from: Parameter<string, M>,
  to: Parameter<string, O>,
): Column<StringT, NamesOf<N> | M | O> {
  return callOf('translate', argument(column), value(from), value(to))
}

/** The text with capitals, small letters, digits and others replaced: `X`, `x`, `n` unless given; null keeps a kind. */
export function mask<
  const N extends ColumnArgument,
  const M extends OptionalArgument = never,
  const O extends OptionalArgument = never,
  const P extends OptionalArgument = never,
  const Q extends OptionalArgument = never,
>(
  column: N,
  capital?: M,
  small?: O,
  digit?: P,
  other?: Q,
): Column<StringT, NamesOf<N> | NamesOf<M> | NamesOf<O> | NamesOf<P> | NamesOf<Q>> {
  const given = [capital, small, digit, other]
  const count = given.findLastIndex((one) => one !== undefined) + 1
  const usual = ['X', 'x', 'n', null]
  const replacements = given.slice(0, count).map((one, at) => argument(one) ?? value(usual[at]))
  return callOf('mask', argument(column), ...replacements)
}

/** The text in single quotes, those in it behind backslashes. */
export const quote = unary<StringT>()('quote')

/** The text with `length` characters (else as many as come in) from a position, counted from 1, replaced by another. */
export function overlay<
  const N extends ColumnArgument,
  const M extends ColumnArgument,
  const O extends ColumnArgument,
  const P extends OptionalArgument = never,
>(column: N, by: M, position: O, length?: P): Column<StringT, NamesOf<N> | NamesOf<M> | NamesOf<O> | NamesOf<P>> {
  return callOf('overlay', argument(column), argument(by), argument(position), argument(length))
}

/** Whether the first text has the second in it. */
export const contains = binary<BooleanT>('contains')

/** Whether the first text begins with the second. */
export const startswith = binary<BooleanT>('startswith')

/** Whether the first text ends with the second. */
export const endswith = binary<BooleanT>('endswith')

/** The position (from 1) of a given text in that of a column, 0 when it is not in it. */
export const instr = withValue<IntT, string>('instr')

/** The position (from 1) of a given text in that of a column, from a position on; 0 when it is not in it. */
export function locate<const N extends ColumnArgument, M extends string = never, O extends string = never>(
  part: Parameter<string, M>,
  column: N,
  position?: Parameter<number, O>,
): Column<IntT, NamesOf<N> | M | O> {
  return callOf('locate', value(part), argument(column), value(position))
}

/** The position (from 1) of the first text in the second, from a position on; 0 when it is not in it. */
export const position = twoOrThree<IntT>('position')

/** Numbers in groups of three digits, with so many decimals or by a pattern (`#,##0.00`). */
export const formatNumber = withValue<StringT, number | string>('format_number')

/** How many characters have to be changed to make one text the other; -1 beyond a threshold. */
export function levenshtein<const N extends ColumnArgument, const M extends ColumnArgument>(
  first: N,
  second: M,
  threshold?: Parameter<number>,
): Column<IntT, NamesOf<N> | NamesOf<M>> {
  return callOf('levenshtein', argument(first), argument(second), value(threshold))
}

/** The Soundex code of an English word: `M460`. */
export const soundex = unary<StringT>()('soundex')

/** Whether a text of digits has a right check digit by the Luhn algorithm. */
export const luhnCheck = unary<BooleanT>()('luhn_check')

/** A number by a pattern of digits (`lit('999.99')`), or a timestamp or binary value by a format of theirs, as text. */
export const toChar = binary<StringT>('to_char')

/** A number by a pattern of digits (`lit('999.99')`), or a timestamp or binary value by a format of theirs, as text. */
export const toVarchar = binary<StringT>('to_varchar')

/** Columns put into the places of a format (`%s`, `%5d`, `%.2f`), by the rules of Java. */
export function formatString<const N extends readonly ColumnArgument[], M extends string = never>(
  format: Parameter<string, M>,
  ...columns: N
): Column<StringT, NamesOf<N[number]> | M> {
  return callOf('format_string', value(format), ...columns.map((column) => argument(column)))
}

/** Like `formatString`; the format too is a column. */
export const printf = variadic<StringT>('printf')

/** The position (from 1) of a text in a list with commas between its entries; 0 when it is not there. */
export const findInSet = binary<IntT>('find_in_set')

/** How alike two texts are, from 0 to 1; what they begin with counts more. */
export const jaroWinklerSimilarity = binary<DoubleT>('jaro_winkler_similarity')

/** The words of each sentence of a text; language and country may follow. */
export const sentences: <
  const A extends ColumnArgument,
  const B extends OptionalArgument = never,
  const C extends OptionalArgument = never,
>(
  text: A,
  language?: B,
  country?: C,
) => Column<ArrayT<ArrayT<StringT>>, NamesOf<A> | NamesOf<B> | NamesOf<C>> = (...args) =>
  callOf('sentences', ...args.map((one) => argument(one)))

/** A text compared by a collation: `UTF8_BINARY`, which it is anyway. Others are refused. */
export const collate = withValue<StringT, string>('collate')

/** The name of the collation that a text is compared by. */
export const collation = unary<StringT>()('collation')
