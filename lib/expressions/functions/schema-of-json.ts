import { jsonReadOptions } from '../../formats/json/options.ts'
import { jsonInferenceOptions, schemaOfJsonText } from '../../formats/json/value-types.ts'
import { typeSql } from '../../types/ddl/type-sql.ts'
import { stringType } from '../../types/types.ts'
import { mismatch } from '../binder/mismatch.ts'
import { checkCount, exactArgument } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import { boundText } from '../bound-text.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { constantOptions } from './collection/constant-options.ts'

export const schemaOfJson: ScalarFunction = {
  name: 'schema_of_json',
  summary: 'The type of JSON text, in DDL.',
  bind(args, context) {
    checkCount(args, 1, 2, context)
    const text = exactArgument(args[0] as Bound, 0, 'string', context)
    const json = context.constant(text, 'json')
    if (json === null) throw mismatch(context, 'UNEXPECTED_NULL', 'The json must not be null.')
    const options = new Map(args[1] ? constantOptions(args[1], context) : [])
    const read = jsonReadOptions(options, context.zone)
    return {
      args: [text, ...args.slice(1)],
      type: stringType,
      nullable: false,
      data: typeSql(schemaOfJsonText(json as string, read, jsonInferenceOptions(options))),
      text: `${context.name}(${boundText(text)})`,
    }
  },
  nulls: 'custom',
  evaluate: (_, call) => call.data as string,
}
