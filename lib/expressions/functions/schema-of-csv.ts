import { csvReadOptions } from '../../formats/csv/options.ts'
import { schemaOfRecord } from '../../formats/csv/value-parser.ts'
import { typeSql } from '../../types/ddl/type-sql.ts'
import { stringType } from '../../types/types.ts'
import { mismatch } from '../binder/mismatch.ts'
import { castArgument, checkCount } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import { boundText } from '../bound-text.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { constantOptions } from './collection/constant-options.ts'

export const schemaOfCsv: ScalarFunction = {
  name: 'schema_of_csv',
  summary: 'The schema of a line of CSV, in DDL.',
  bind(args, context) {
    checkCount(args, 1, 2, context)
    const text = castArgument(args[0] as Bound, 0, 'string', context)
    const csv = context.constant(text, 'csv')
    if (csv === null) throw mismatch(context, 'UNEXPECTED_NULL', 'The csv must not be null.')
    const options = new Map(args[1] ? constantOptions(args[1], context) : [])
    const schema = schemaOfRecord(csv as string, csvReadOptions(options, context.zone))
    const data = typeSql({ kind: 'struct', fields: schema.fields })
    return {
      args: [text, ...args.slice(1)],
      type: stringType,
      nullable: false,
      data,
      text: `${context.name}(${boundText(text)})`,
    }
  },
  nulls: 'custom',
  evaluate: (_, call) => call.data as string,
}
