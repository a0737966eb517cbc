/**
 * What stands between a connector that moves bytes and the rows in them. A format never reads or writes by itself: it is
 * handed chunks of whole records, and it fills an output buffer that somebody else flushes.
 *
 * Reading: `format.framing(…)` says how a file is cut, `chunksOf` (chunks.ts) cuts it, one `RecordDecoder` per query
 * turns chunks into batches. Writing: one `RecordEncoder` per output file appends batches to an `OutputBuffer`.
 */
import type { Lease, Pool } from '../columnar/pool.ts'
import type { RecordBatch } from '../columnar/record-batch.ts'
import type { Schema } from '../types/schema.ts'
import type { OutputBuffer } from './output-buffer.ts'

/**
 * Whole records of one file in borrowed memory: `bytes[from … end-1]`, of which `bytes[end - 1]` ends a record (framing
 * `lines` puts a separator behind a last line that has none). At least `slack` bytes behind `end` may be read and
 * overwritten. Whoever made the chunk holds one reference of `lease` and gives it back when the decoder is done with it.
 */
export interface Chunk {
  readonly lease: Lease
  readonly bytes: Uint8Array
  readonly from: number
  readonly end: number
  /** The file, for errors and for `_metadata`. */
  readonly path: string
  /** Byte of the (decompressed, transcoded) file at which `from` stands. */
  readonly position: number
}

/** How a file falls into records. */
export type Framing =
  /** One record a line; undefined = `\n`, `\r\n` and `\r` all end one, as in Spark without `lineSep`. */
  | { readonly kind: 'lines'; readonly separator: Uint8Array | undefined; readonly maxRecordBytes: number }
  /** The file is one record: `multiLine`, `wholetext`. */
  | { readonly kind: 'file'; readonly maxRecordBytes: number }

/** Makes batches of chunks. One per query and thread; it learns from what it sees, so do not make one per file. */
export interface RecordDecoder {
  /** The wanted columns, in the order wanted. */
  readonly schema: Schema
  /**
   * The batches of a chunk, none of them empty. A batch views the chunk: the chunk's lease must stay held until the
   * iteration has ended (a batch that is retained retains it too), and the caller gives back what each batch borrowed
   * (`batch.release()`) when its reader has returned. Throws in FAILFAST mode.
   */
  decode(chunk: Chunk, pool: Pool): Iterable<RecordBatch>
  /** Records that DROPMALFORMED has dropped so far. */
  readonly malformed: number
}

/** Appends rows to a buffer. One per output file. */
export interface RecordEncoder {
  /** Appends the selected rows, whole; the caller may flush and reset `target` between two calls. */
  encode(batch: RecordBatch, target: OutputBuffer): void
  /** Once, behind the last batch: what closes a file (nothing for lines). */
  finish?(target: OutputBuffer): void
}

/** Options as the user gave them, keys in lower case. */
export type FormatOptions = ReadonlyMap<string, string>

/** What a decoder is made for. */
export interface DecodeRequest {
  /** All columns of the files, without partition columns. */
  readonly schema: Schema
  /** Positions in `schema` of the columns to read, in the order wanted; what is malformed depends on them. */
  readonly columns: readonly number[]
  /** Of `columns`, those wanted as dictionary vectors (positions in `schema`). */
  readonly dictionary?: readonly number[]
  readonly options: FormatOptions
  /** Session zone: IANA name or offset. */
  readonly zone: string
  /** `spark.sql.columnNameOfCorruptRecord`; the option of that name wins. */
  readonly corruptRecordColumn?: string
  /** Rows per batch at most; 8192 unless given. */
  readonly batchRows?: number
}

/** What an encoder is made for. */
export interface EncodeRequest {
  readonly schema: Schema
  readonly options: FormatOptions
  readonly zone: string
}

/** What a schema is looked for with. */
export interface InferenceRequest {
  readonly options: FormatOptions
  /** Session zone: IANA name or offset. */
  readonly zone: string
  /** `spark.sql.columnNameOfCorruptRecord`; the option of that name wins. */
  readonly corruptRecordColumn?: string
  /** Asked for every record in turn: is it part of the sample (`samplingRatio`)? */
  keeps(): boolean
}

/** Looks for the columns of files in the files. */
export interface SchemaInference {
  /** Takes in the records of a chunk; false = no record can change the schema any more. */
  add(chunk: Chunk): boolean
  schema(): Schema
}

/** A file format as one value: json, text, … */
export interface Format {
  /** As in `format('json')`. */
  readonly name: string
  /** Of written files, with the dot. */
  readonly extension: string
  /** The same where options have a say in it. */
  fileExtension?(options: FormatOptions): string
  /** The schema when the user may not give another (text); undefined = one must be given. */
  readonly schema?: Schema
  /** The schema that options alone stand for, when none is given: one VARIANT column (singleVariantColumn). */
  optionSchema?(options: FormatOptions): Schema | undefined
  /** How files are cut. Throws on options that Spark refuses. */
  framing(options: FormatOptions): Framing
  /**
   * Name of the encoding of the files when it is not UTF-8; `transcoded` (encoding.ts) then wraps the read function.
   */
  encoding(options: FormatOptions): string | undefined
  /** Throws, when the query is built, on options and types that cannot be read. */
  decoder(request: DecodeRequest): RecordDecoder
  /** Throws on options that Spark refuses; undefined = the format cannot tell columns from files. */
  readonly inference?: (request: InferenceRequest) => SchemaInference
  /** Throws, when the query is built, on options and types that cannot be written. */
  encoder(request: EncodeRequest): RecordEncoder
}
