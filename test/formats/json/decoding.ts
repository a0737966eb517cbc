/** Bytes through the json format, as rows of internal values: what the tests of the decoder look at. */
import type { JsonDecoder } from '../../../lib/formats/json/decoder.ts'
import { jsonFormat } from '../../../lib/formats/json/json-format.ts'
import type { SqlValue } from '../../../lib/types/data-type.ts'
import type { Schema } from '../../../lib/types/schema.ts'
import { type DecodingOptions, decodedRows, decoderOf } from '../decoding.ts'

export interface Decoding {
  readonly rows: SqlValue[][]
  readonly decoder: JsonDecoder
}

export const jsonDecoder = (schema: Schema, request: DecodingOptions = {}): JsonDecoder =>
  decoderOf(jsonFormat, schema, request) as JsonDecoder

/** Decodes a file's bytes. @param decoder one that has read other files before */
export function decodeFile(
  bytes: Uint8Array,
  schema: Schema,
  request: DecodingOptions & { readonly decoder?: JsonDecoder } = {},
): Decoding {
  const decoder = request.decoder ?? jsonDecoder(schema, request)
  return { rows: decodedRows(jsonFormat, decoder, bytes, request), decoder }
}
