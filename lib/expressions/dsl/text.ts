/** Texts: Spark's functions of strings, under its names in camelCase. Text arguments are values, columns are `col('name')`. */
import type { BinaryT, BooleanT, IntT, StringT, Type, UnknownT } from '../../types/typed/type-tags.ts'
import type { Column, Operand } from '../column.ts'
import { callOf } from './call-of.ts'

/** The text in capitals. */
export function upper<M extends string = never>(text: Operand<M>): Column<StringT, M> {
  return callOf('upper', text)
}

/** The text in small letters. */
export function lower<M extends string = never>(text: Operand<M>): Column<StringT, M> {
  return callOf('lower', text)
}

/** The text with each word in small letters but for the first. */
export function initcap<M extends string = never>(text: Operand<M>): Column<StringT, M> {
  return callOf('initcap', text)
}

/** How many characters a text has, or bytes a binary value. */
export function length<M extends string = never>(value: Operand<M>): Column<IntT, M> {
  return callOf('length', value)
}

/** How many characters a text has, or bytes a binary value. */
export function charLength<M extends string = never>(value: Operand<M>): Column<IntT, M> {
  return callOf('length', value)
}

/** How many bytes a text (as UTF-8) or a binary value has. */
export function octetLength<M extends string = never>(value: Operand<M>): Column<IntT, M> {
  return callOf('octet_length', value)
}

/** How many bits a text (as UTF-8) or a binary value has. */
export function bitLength<M extends string = never>(value: Operand<M>): Column<IntT, M> {
  return callOf('bit_length', value)
}

/** Texts, binary values or arrays, one behind the other. */
export function concat<M extends string = never>(...values: readonly Operand<M>[]): Column<UnknownT, M> {
  return callOf('concat', ...values)
}

/** Texts and the elements of arrays of texts that are not null, joined with a separator. */
export function concatWs<M extends string = never>(
  separator: Operand<M>,
  ...values: readonly Operand<M>[]
): Column<StringT, M> {
  return callOf('concat_ws', separator, ...values)
}

/** Part of a text or binary value from a position (counted from 1, or backwards from the end) on. */
export function substring<M extends string = never>(
  text: Operand<M>,
  position: Operand<M>,
  length?: Operand<M>,
): Column<UnknownT, M> {
  return callOf('substring', text, position, length)
}

/** What stands before the nth occurrence of a delimiter, or behind the nth from the end when n is negative. */
export function substringIndex<M extends string = never>(
  text: Operand<M>,
  delimiter: Operand<M>,
  count: Operand<M>,
): Column<StringT, M> {
  return callOf('substring_index', text, delimiter, count)
}

/** The first characters of a text. */
export function left<M extends string = never>(text: Operand<M>, count: Operand<M>): Column<UnknownT, M> {
  return callOf('left', text, count)
}

/** The last characters of a text. */
export function right<M extends string = never>(text: Operand<M>, count: Operand<M>): Column<StringT, M> {
  return callOf('right', text, count)
}

/** The parts of a text between the places that a regular expression fits, at most so many. */
export function split<M extends string = never>(
  text: Operand<M>,
  pattern: Operand<M>,
  limit?: Operand<M>,
): Column<UnknownT, M> {
  return callOf('split', text, pattern, limit)
}

/** The nth of the parts that a delimiter separates; from the end when n is negative. */
export function splitPart<M extends string = never>(
  text: Operand<M>,
  delimiter: Operand<M>,
  part: Operand<M>,
): Column<StringT, M> {
  return callOf('split_part', text, delimiter, part)
}

/** The text without blanks (or given characters, which come first) at its ends. */
export function trim<M extends string = never>(text: Operand<M>): Column<StringT, M> {
  return callOf('trim', text)
}

/** The text without blanks (or given characters, which come first) at its beginning. */
export function ltrim<M extends string = never>(text: Operand<M>): Column<StringT, M> {
  return callOf('ltrim', text)
}

/** The text without blanks (or given characters, which come first) at its end. */
export function rtrim<M extends string = never>(text: Operand<M>): Column<StringT, M> {
  return callOf('rtrim', text)
}

/** The text without blanks (or given characters) at its ends. */
export function btrim<M extends string = never>(text: Operand<M>, characters?: Operand<M>): Column<StringT, M> {
  return callOf('btrim', text, characters)
}

/** The text filled up at its beginning, or cut, to a length. */
export function lpad<M extends string = never>(
  text: Operand<M>,
  size: Operand<M>,
  pad?: Operand<M>,
): Column<UnknownT, M> {
  return callOf('lpad', text, size, pad)
}

/** The text filled up at its end, or cut, to a length. */
export function rpad<M extends string = never>(
  text: Operand<M>,
  size: Operand<M>,
  pad?: Operand<M>,
): Column<UnknownT, M> {
  return callOf('rpad', text, size, pad)
}

/** Whether a text has another in it. */
export function contains<M extends string = never>(text: Operand<M>, part: Operand<M>): Column<BooleanT, M> {
  return callOf('contains', text, part)
}

/** Whether a text begins with another. */
export function startswith<M extends string = never>(text: Operand<M>, part: Operand<M>): Column<BooleanT, M> {
  return callOf('startswith', text, part)
}

/** Whether a text ends with another. */
export function endswith<M extends string = never>(text: Operand<M>, part: Operand<M>): Column<BooleanT, M> {
  return callOf('endswith', text, part)
}

/** The position (from 1) of the second text in the first, 0 when it is not in it. */
export function instr<M extends string = never>(text: Operand<M>, part: Operand<M>): Column<IntT, M> {
  return callOf('instr', text, part)
}

/** The position (from 1) of a text in another, 0 when it is not in it. */
export function locate<M extends string = never>(
  part: Operand<M>,
  text: Operand<M>,
  position?: Operand<M>,
): Column<IntT, M> {
  return callOf('locate', part, text, position)
}

/** The text with each occurrence of a part replaced by another, or removed. */
export function replace<M extends string = never>(
  text: Operand<M>,
  part: Operand<M>,
  by?: Operand<M>,
): Column<StringT, M> {
  return callOf('replace', text, part, by)
}

/** The text with each of some characters replaced by that of another list, or removed. */
export function translate<M extends string = never>(
  text: Operand<M>,
  from: Operand<M>,
  to: Operand<M>,
): Column<StringT, M> {
  return callOf('translate', text, from, to)
}

/** The text or array from its end to its beginning. */
export function reverse<D extends Type, M extends string = never>(value: Column<D, M>): Column<D, M> {
  return callOf('reverse', value)
}

/** The text several times. */
export function repeat<M extends string = never>(text: Operand<M>, times: Operand<M>): Column<StringT, M> {
  return callOf('repeat', text, times)
}

/** The code point of the first character; 0 for the empty text. */
export function ascii<M extends string = never>(text: Operand<M>): Column<IntT, M> {
  return callOf('ascii', text)
}

/** The character of a code from 0 to 255; larger numbers modulo 256. */
export function chr<M extends string = never>(code: Operand<M>): Column<StringT, M> {
  return callOf('chr', code)
}

/** A number of blanks. */
export function space<M extends string = never>(count: Operand<M>): Column<StringT, M> {
  return callOf('space', count)
}

/** The text with some of its characters, from a position on, replaced by another text. */
export function overlay<M extends string = never>(
  text: Operand<M>,
  by: Operand<M>,
  position: Operand<M>,
  size?: Operand<M>,
): Column<UnknownT, M> {
  return callOf('overlay', text, by, position, size)
}

/** Whether a text fits a pattern in which `%` is any text and `_` any one character. */
export function like<M extends string = never>(
  text: Operand<M>,
  pattern: Operand<M>,
  escapeCharacter?: Operand<M>,
): Column<BooleanT, M> {
  return callOf('like', text, pattern, escapeCharacter)
}

/** Like `like`, whatever the case. */
export function ilike<M extends string = never>(
  text: Operand<M>,
  pattern: Operand<M>,
  escapeCharacter?: Operand<M>,
): Column<BooleanT, M> {
  return callOf('ilike', text, pattern, escapeCharacter)
}

/** Whether a regular expression (of Java) fits somewhere in a text. */
export function rlike<M extends string = never>(text: Operand<M>, pattern: Operand<M>): Column<BooleanT, M> {
  return callOf('rlike', text, pattern)
}

/** Whether a regular expression (of Java) fits somewhere in a text. */
export function regexpLike<M extends string = never>(text: Operand<M>, pattern: Operand<M>): Column<BooleanT, M> {
  return callOf('rlike', text, pattern)
}

/** What a group (1 unless given, 0 for all) of a regular expression first fits; the empty text when it fits nowhere. */
export function regexpExtract<M extends string = never>(
  text: Operand<M>,
  pattern: Operand<M>,
  group?: Operand<M>,
): Column<StringT, M> {
  return callOf('regexp_extract', text, pattern, group)
}

/** What a group (1 unless given, 0 for all) of a regular expression fits, each time. */
export function regexpExtractAll<M extends string = never>(
  text: Operand<M>,
  pattern: Operand<M>,
  group?: Operand<M>,
): Column<UnknownT, M> {
  return callOf('regexp_extract_all', text, pattern, group)
}

/** The text with each place that a regular expression fits replaced; `$1` stands for a group. */
export function regexpReplace<M extends string = never>(
  text: Operand<M>,
  pattern: Operand<M>,
  replacement: Operand<M>,
  position?: Operand<M>,
): Column<StringT, M> {
  return callOf('regexp_replace', text, pattern, replacement, position)
}

/** Binary as base64 text. */
export function base64<M extends string = never>(value: Operand<M>): Column<StringT, M> {
  return callOf('base64', value)
}

/** Base64 text as binary. */
export function unbase64<M extends string = never>(text: Operand<M>): Column<BinaryT, M> {
  return callOf('unbase64', text)
}

/** A number, text (its UTF-8) or binary value in hexadecimal digits. */
export function hex<M extends string = never>(value: Operand<M>): Column<StringT, M> {
  return callOf('hex', value)
}

/** Hexadecimal digits as binary; null for anything else. */
export function unhex<M extends string = never>(text: Operand<M>): Column<BinaryT, M> {
  return callOf('unhex', text)
}

/** A random UUID, the same when a batch runs again. */
export function uuid(): Column<StringT, never> {
  return callOf('uuid')
}

/** A number with groups of three digits and so many decimals, or by a pattern. */
export function formatNumber<M extends string = never>(value: Operand<M>, format: Operand<M>): Column<StringT, M> {
  return callOf('format_number', value, format)
}

/** Values put into a text by the rules of Java: `%s`, `%5d`, `%.2f`. */
export function formatString<M extends string = never>(
  format: Operand<M>,
  ...values: readonly Operand<M>[]
): Column<StringT, M> {
  return callOf('format_string', format, ...values)
}
