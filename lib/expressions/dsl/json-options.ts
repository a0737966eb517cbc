/** from_json and to_json, whose options are an object. */
import type { StringT, UnknownT } from '../../types/typed/type-tags.ts'
import { call, textLiteral } from '../build.ts'
import { Column, type Operand, operandExpression } from '../column.ts'
import type { Expression } from '../expression.ts'

/** Options of the json format, by name. */
export type JsonOptions = { readonly [name: string]: string }

const optionsMap = (options: JsonOptions | undefined): readonly Expression[] =>
  options === undefined ? [] : [call('map', ...Object.entries(options).flatMap((pair) => pair.map(textLiteral)))]

/** A struct, array or map read from JSON text by a schema in DDL. */
export function fromJson<M extends string = never>(
  text: Operand<M>,
  schema: string,
  options?: JsonOptions,
): Column<UnknownT, M> {
  return new Column(call('from_json', operandExpression(text), textLiteral(schema), ...optionsMap(options)))
}

/** A struct, array or map as JSON text. */
export function toJson<M extends string = never>(value: Operand<M>, options?: JsonOptions): Column<StringT, M> {
  return new Column(call('to_json', operandExpression(value), ...optionsMap(options)))
}
