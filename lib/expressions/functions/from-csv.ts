import { MillraceError } from '../../errors.ts'
import { csvReadOptions } from '../../formats/csv/options.ts'
import { CsvValueParser } from '../../formats/csv/value-parser.ts'
import type { Field, SqlValue } from '../../types/data-type.ts'
import { parseSchema } from '../../types/ddl/ddl.ts'
import { structType } from '../../types/types.ts'
import { checkCount, exactArgument } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import { boundText } from '../bound-text.ts'
import type { BoundCall, ScalarFunction } from '../scalar-function.ts'
import { constantOptions } from './collection/constant-options.ts'
import { perCall } from './per-call.ts'

interface FromCsvData {
  readonly options: readonly (readonly [string, string])[]
  readonly zone: string
}

const parserOf = perCall((data: unknown, call: BoundCall) => {
  const { options, zone } = data as FromCsvData
  const fields = call.type.kind === 'struct' ? call.type.fields : []
  return new CsvValueParser(fields, csvReadOptions(new Map(options), zone))
})

export const fromCsv: ScalarFunction = {
  name: 'from_csv',
  summary: 'A struct read from CSV text by a schema in DDL.',
  bind(args, context) {
    checkCount(args, 2, 3, context)
    const text = exactArgument(args[0] as Bound, 0, 'string', context)
    const given = args[1] as Bound
    const schema = context.foldable(given) ? context.constant(given, 'schema') : undefined
    if (typeof schema !== 'string') {
      throw new MillraceError(
        'INVALID_SCHEMA.NON_STRING_LITERAL',
        `The input schema "${boundText(given)}" is not a valid schema string. The input expression must be string literal ` +
          'and not null.',
        { sqlState: '42K07' },
      )
    }
    const fields = parseSchema(schema).fields.map((field: Field) => ({ ...field, nullable: true }))
    const data: FromCsvData = { options: args[2] ? constantOptions(args[2], context) : [], zone: context.zone }
    // Spark shows neither schema nor options.
    const shown = `${context.name}(${boundText(text)})`
    return { args: [text, ...args.slice(1)], type: structType(fields), nullable: text.nullable, data, text: shown }
  },
  nulls: 'custom',
  evaluate: ([text], call): SqlValue => (text === null ? null : parserOf(call, call.data).parse(text as string)),
}
