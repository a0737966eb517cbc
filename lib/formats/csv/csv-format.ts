/** The csv format: lines (or, with multiLine, files) of delimited values, read and written as Spark does. */
import { defaultMaxRecordBytes } from '../chunks.ts'
import type { DecodeRequest, EncodeRequest, Format, FormatOptions, Framing } from '../format.ts'
import { flagOption, integerOption } from '../format-options.ts'
import { singleVariantSchema } from '../single-variant.ts'
import { CsvDecoder } from './decoder.ts'
import { CsvEncoder, type CsvWriters, csvWriters } from './encoder.ts'
import { CsvSchemaInference } from './infer-schema.ts'
import { csvReadOptions, csvWriteOptions, lineSeparatorBytes } from './options.ts'

function framing(options: FormatOptions): Framing {
  const read = csvReadOptions(options, 'UTC')
  const maxRecordBytes = integerOption(options, 'maxRecordBytes', defaultMaxRecordBytes)
  if (read.multiLine) return { kind: 'file', maxRecordBytes }
  return { kind: 'lines', separator: lineSeparatorBytes(read), maxRecordBytes }
}

/** Files with headers need an encoder each; they share what is generated. */
const compiled = new WeakMap<EncodeRequest, CsvWriters>()

export const csvFormat: Format = {
  name: 'csv',
  extension: '.csv',
  framing,
  optionSchema: singleVariantSchema,
  encoding(options) {
    const name = csvReadOptions(options, 'UTC').encoding
    return name === undefined || /^utf-8$/i.test(name) ? undefined : name
  },
  decoder(request: DecodeRequest) {
    const options = csvReadOptions(request.options, request.zone, request.corruptRecordColumn)
    return new CsvDecoder(request, options, framing(request.options))
  },
  inference({ options, zone, corruptRecordColumn, keeps }) {
    const read = csvReadOptions(options, zone, corruptRecordColumn)
    return new CsvSchemaInference(read, flagOption(options, 'inferSchema', false), framing(options), keeps)
  },
  encoder(request: EncodeRequest) {
    const options = csvWriteOptions(request.options, request.zone)
    const known = compiled.get(request) ?? csvWriters(request.schema, options)
    compiled.set(request, known)
    return new CsvEncoder(request.schema, options, known)
  },
  fileExtension: (options) => `.${csvWriteOptions(options, 'UTC').extension}`,
}
