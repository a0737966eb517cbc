/** The json format: lines (or, with multiLine, files) of JSON objects, read and written as Spark does. */
import { defaultMaxRecordBytes } from '../chunks.ts'
import { checkEncoding } from '../encoding.ts'
import type { DecodeRequest, EncodeRequest, Format, FormatOptions, Framing } from '../format.ts'
import { integerOption, separatorBytes } from '../format-options.ts'
import { singleVariantSchema } from '../single-variant.ts'
import { JsonDecoder } from './decoder.ts'
import { JsonEncoder } from './encoder.ts'
import { JsonSchemaInference } from './infer-schema.ts'
import { jsonReadOptions, jsonWriteOptions } from './options.ts'
import { jsonInferenceOptions } from './value-types.ts'

function framing(options: FormatOptions): Framing {
  const { multiLine, lineSep } = jsonReadOptions(options, 'UTC')
  const maxRecordBytes = integerOption(options, 'maxRecordBytes', defaultMaxRecordBytes)
  return multiLine
    ? { kind: 'file', maxRecordBytes }
    : { kind: 'lines', separator: separatorBytes(lineSep), maxRecordBytes }
}

export const jsonFormat: Format = {
  name: 'json',
  extension: '.json',
  framing,
  optionSchema: singleVariantSchema,
  encoding(options) {
    const name = jsonReadOptions(options, 'UTC').encoding
    if (name !== undefined) checkEncoding(name)
    return name === undefined || /^utf-?8$/i.test(name) ? undefined : name
  },
  decoder: (request: DecodeRequest) => {
    const options = jsonReadOptions(request.options, request.zone, request.corruptRecordColumn)
    return new JsonDecoder(request, options, framing(request.options))
  },
  inference({ options, zone, corruptRecordColumn, keeps }) {
    const read = jsonReadOptions(options, zone, corruptRecordColumn)
    return new JsonSchemaInference(read, jsonInferenceOptions(options), framing(options), keeps)
  },
  encoder: (request: EncodeRequest) => new JsonEncoder(request.schema, jsonWriteOptions(request.options, request.zone)),
}
