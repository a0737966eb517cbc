/** The text format: a line (or, with wholetext, a file) is a row of one STRING column `value`; bytes are kept as they are. */

import { MillraceError } from '../../errors.ts'
import type { Field } from '../../types/data-type.ts'
import { typeSql } from '../../types/ddl/type-sql.ts'
import { Schema } from '../../types/schema.ts'
import { defaultMaxRecordBytes } from '../chunks.ts'
import { encodedText } from '../encoding.ts'
import type { DecodeRequest, EncodeRequest, Format, FormatOptions, Framing } from '../format.ts'
import { encodingOption, flagOption, integerOption, lineSeparatorOption } from '../format-options.ts'
import { TextDecoding } from './text-decoder.ts'
import { TextEncoding } from './text-encoder.ts'

const valueField: Field = { name: 'value', type: { kind: 'string' }, nullable: true }

function framing(options: FormatOptions): Framing {
  const maxRecordBytes = integerOption(options, 'maxRecordBytes', defaultMaxRecordBytes)
  if (flagOption(options, 'wholetext', false)) return { kind: 'file', maxRecordBytes }
  return { kind: 'lines', separator: separatorOf(options), maxRecordBytes }
}

/** As in Spark, the option encoding says how the separator is written; the text between separators stays as it is. */
function separatorOf(options: FormatOptions): Uint8Array | undefined {
  const separator = lineSeparatorOption(options)
  return separator === undefined ? undefined : encodedText(separator, encodingOption(options) ?? 'UTF-8')
}

/** Types before the number of columns, as Spark does [text-sink-two-columns]. */
function checkSchema(schema: Schema): void {
  for (const field of schema.fields) checkType(field)
  if (schema.length === 1) return
  throw new MillraceError(
    '_LEGACY_ERROR_TEMP_1290',
    `Text data source supports only a single column, and you have ${schema.length} columns.`,
    { parameters: { schemaSize: String(schema.length) } },
  )
}

function checkType(field: Field): void {
  if (field.type.kind === 'string') return
  const columnType = typeSql(field.type)
  throw new MillraceError(
    'UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE',
    `The Text datasource doesn't support the column \`${field.name}\` of the type "${columnType}".`,
    { sqlState: '0A000', parameters: { format: 'Text', columnName: field.name, columnType } },
  )
}

export const textFormat: Format = {
  name: 'text',
  extension: '.txt',
  schema: new Schema([valueField]),
  framing,
  encoding: () => undefined,
  decoder: (request: DecodeRequest) => {
    checkSchema(request.schema)
    return new TextDecoding(request, framing(request.options))
  },
  encoder: ({ schema, options }: EncodeRequest) => {
    checkSchema(schema)
    return new TextEncoding(separatorOf(options) ?? Uint8Array.of(10))
  },
}
