/** Bytes through a format's decoder, as rows of internal values: what the tests of decoders look at. */
import { PoisoningPool } from '../../lib/columnar/poisoning-pool.ts'
import type { Lease } from '../../lib/columnar/pool.ts'
import { rowsOf } from '../../lib/columnar/values.ts'
import { invariant } from '../../lib/errors.ts'
import { chunksOf, type ReadBytes } from '../../lib/formats/chunks.ts'
import { transcoded } from '../../lib/formats/encoding.ts'
import type { Format, RecordDecoder } from '../../lib/formats/format.ts'
import type { SqlValue } from '../../lib/types/data-type.ts'
import type { Schema } from '../../lib/types/schema.ts'

/** Counts what is borrowed and not given back. */
class CountingPool extends PoisoningPool {
  borrowed = 0

  override lease(bytes: number): Lease {
    this.borrowed++
    return super.lease(bytes)
  }

  override giveBack(buffer: ArrayBuffer): void {
    this.borrowed--
    super.giveBack(buffer)
  }
}

export interface DecodingOptions {
  readonly options?: Readonly<Record<string, string>>
  readonly columns?: readonly number[]
  readonly dictionary?: readonly number[]
  readonly batchRows?: number
  readonly chunkBytes?: number
  /** Bytes per read; 1 is the worst that a reader may do. */
  readonly readBytes?: number
  readonly zone?: string
}

export const lowerCase = (options: Readonly<Record<string, string>> = {}): ReadonlyMap<string, string> =>
  new Map(Object.entries(options).map(([key, value]) => [key.toLowerCase(), value]))

/** A decoder of all columns, unless the request says otherwise. */
export function decoderOf(format: Format, schema: Schema, request: DecodingOptions): RecordDecoder {
  return format.decoder({
    schema,
    columns: request.columns ?? schema.fields.map((_, at) => at),
    dictionary: request.dictionary ?? [],
    options: lowerCase(request.options),
    zone: request.zone ?? 'UTC',
    batchRows: request.batchRows ?? 8192,
  })
}

/** Decodes a file's bytes; memory is poisoned as soon as it is given back, and must all come back. */
export function decodedRows(
  format: Format,
  decoder: RecordDecoder,
  bytes: Uint8Array,
  request: DecodingOptions,
): SqlValue[][] {
  const options = lowerCase(request.options)
  const pool = new CountingPool()
  const rows: SqlValue[][] = []
  const plain: ReadBytes = (target, position) => {
    const piece = bytes.subarray(position, position + Math.min(target.length, request.readBytes ?? target.length))
    target.set(piece)
    return piece.length
  }
  const encoding = format.encoding(options)
  const read = encoding === undefined ? plain : transcoded(plain, encoding)
  const chunkBytes = request.chunkBytes ?? 1 << 16
  for (const chunk of chunksOf(read, format.framing(options), pool, `file.${format.name}`, { chunkBytes })) {
    for (const batch of decoder.decode(chunk, pool)) {
      rows.push(...rowsOf(batch))
      batch.release()
    }
  }
  invariant(pool.borrowed === 0, `${pool.borrowed} leases were not given back`)
  return rows
}
