/** schema_of_json and schema_of_csv as definitions: the schema of one constant text. */

import type { DataType } from '../../../types/data-type.ts'
import { typeSql } from '../../../types/ddl/type-sql.ts'
import { stringType } from '../../../types/types.ts'
import { mismatch } from '../../binder/mismatch.ts'
import { checkCount, exactArgument } from '../../binder/signature.ts'
import type { Bound } from '../../bound.ts'
import { boundText } from '../../bound-text.ts'
import type { ScalarFunction } from '../../scalar-function.ts'
import { constantOptions } from './constant-options.ts'

/**
 * @param of the type of a text that is not null, read with these options in a session of this zone
 */
export function schemaOf(
  format: 'csv' | 'json' | 'xml',
  summary: string,
  of: (text: string, options: ReadonlyMap<string, string>, zone: string) => DataType,
): ScalarFunction {
  return {
    name: `schema_of_${format}`,
    summary,
    bind(args, context) {
      checkCount(args, 1, 2, context)
      const text = exactArgument(args[0] as Bound, 0, 'string', context)
      const given = context.constant(text, format)
      if (given === null) throw mismatch(context, 'UNEXPECTED_NULL', `The ${format} must not be null.`)
      const options = new Map(args[1] ? constantOptions(args[1], context) : [])
      return {
        args: [text, ...args.slice(1)],
        type: stringType,
        nullable: false,
        data: typeSql(of(given as string, options, context.zone)),
        text: `${context.name}(${boundText(text)})`,
      }
    },
    nulls: 'custom',
    evaluate: (_, call) => call.data as string,
  }
}
