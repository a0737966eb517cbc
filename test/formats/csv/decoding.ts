/** Bytes through the csv format, as rows of internal values: what the tests of the decoder look at. */
import { csvFormat } from '../../../lib/formats/csv/csv-format.ts'
import type { SqlValue } from '../../../lib/types/data-type.ts'
import type { Schema } from '../../../lib/types/schema.ts'
import { type DecodingOptions, decodedRows, decoderOf } from '../decoding.ts'

/** Decodes a file's bytes. */
export function decodeFile(bytes: Uint8Array, schema: Schema, request: DecodingOptions = {}): SqlValue[][] {
  return decodedRows(csvFormat, decoderOf(csvFormat, schema, request), bytes, request)
}
