/** Do two engines write the same rows? A sum over rows that does not depend on their order, files or time formats. */
import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs'

export interface RowSum {
  readonly rows: number
  readonly sum: number
}

/** FNV-1a over UTF-16 units, 32 bits, unsigned. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash >>> 0
}

interface Row {
  readonly host?: string | null
  readonly timestamp?: string | null
  readonly request?: string | null
  readonly http_reply?: number | null
  readonly bytes?: number | null
}

/** `2026-01-02 03:04:05+00` and `2026-01-02T03:04:05.000Z` are the same time. */
export function milliseconds(text: string): number {
  return Date.parse(text.replace(' ', 'T').replace(/\+00(:00)?$/, 'Z'))
}

/** What the files hold. */
export type Format = 'json' | 'csv' | 'text'

/** A line of csv whose quotes are doubled; only an unquoted empty value is null. */
function csvRow(line: string): Row {
  const values = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
    quoted === undefined ? plain || null : quoted.replaceAll('""', '"'),
  )
  const [host = null, timestamp = null, request = null, reply, bytes] = values
  return { host, timestamp, request, http_reply: reply ? Number(reply) : null, bytes: bytes ? Number(bytes) : null }
}

function canonical(line: string, format: Format): string {
  if (format === 'text') return line
  const row = format === 'csv' ? csvRow(line) : (JSON.parse(line) as Row)
  const time = row.timestamp == null ? '' : milliseconds(row.timestamp)
  return [row.host ?? '', time, row.request ?? '', row.http_reply ?? '', row.bytes ?? ''].join('\u001f')
}

/** Hidden files and folders do not count, nor does a checkpoint. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (/^[._]/.test(entry.name) || entry.name === 'checkpoint') return []
    const path = `${folder}/${entry.name}`
    return entry.isDirectory() ? filesBelow(path) : [path]
  })
}

/** The lines of a file that ends in a line break or without one. */
export function* linesOf(path: string): Generator<string> {
  const file = openSync(path, 'r')
  const block = Buffer.alloc(8 << 20)
  let kept = 0
  for (;;) {
    const read = readSync(file, block, kept, block.length - kept, null)
    if (read === 0) break
    const end = kept + read
    const last = block.lastIndexOf(10, end - 1)
    yield* block.toString('utf8', 0, last).split('\n')
    block.copy(block, 0, last + 1, end)
    kept = end - last - 1
  }
  if (kept > 0) yield block.toString('utf8', 0, kept)
  closeSync(file)
}

/** The rows in a folder of lines; hidden files and folders (`_spark_metadata`, a checkpoint) do not count. */
export function rowSum(folder: string, format: Format = 'json'): RowSum {
  let rows = 0
  let sum = 0
  for (const path of filesBelow(folder)) {
    if (statSync(path).size === 0) continue
    for (const line of linesOf(path)) {
      rows += 1
      sum = (sum + hashText(canonical(line, format))) % 2 ** 48
    }
  }
  return { rows, sum }
}
