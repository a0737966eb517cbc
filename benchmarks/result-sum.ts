/** Sums over the results of queries, so that engines can be compared: independent of the order of rows and of files. */
import { filesBelow, hashText, linesOf, milliseconds, type RowSum } from './output-check.ts'

/** How rows of a query's result are read and compared. */
export interface ResultRows {
  readonly columns: readonly string[]
  /** Those of the columns that are times: compared by their ms, however they are written. */
  readonly times?: readonly string[]
  /** When a result is final, ms: a stream gives it out when its watermark reaches that. */
  ends?(row: ResultRow): number
  /** Of an update query: of the rows with the same key only the last counts. */
  readonly key?: readonly string[]
  /** A column to add up over all keys that agree in the other columns. */
  readonly totals?: string
}

/** One row. */
export interface ResultRow {
  /** A column as time, ms. */
  time(name: string): number
}

type Fields = { readonly [name: string]: unknown }

const rowOf = (fields: Fields): ResultRow => ({ time: (name) => milliseconds(String(fields[name])) })

/** The rows of a folder of JSON lines; of an update query the folders of its batches are read in the order of names. */
function* rowsOf(folder: string): Generator<Fields> {
  for (const path of filesBelow(folder).sort()) {
    for (const line of linesOf(path)) if (line.length > 0) yield JSON.parse(line) as Fields
  }
}

function canonical(fields: Fields, { columns, times = [] }: ResultRows): string {
  return columns
    .map((name) => (fields[name] != null && times.includes(name) ? rowOf(fields).time(name) : (fields[name] ?? '')))
    .join('\u001f')
}

const keyOf = (fields: Fields, names: readonly string[]) => names.map((name) => fields[name] ?? '').join('\u001f')

const sumOf = (hashes: Iterable<number>): RowSum => {
  let rows = 0
  let sum = 0
  for (const hash of hashes) {
    rows += 1
    sum = (sum + (hash >>> 0)) % 2 ** 48
  }
  return { rows, sum }
}

/**
 * The sum over a result.
 *
 * @param folder with what an engine wrote
 * @param closedMs results that end later are left out: of these a stream has nothing to say yet
 */
export function resultSum(folder: string, result: ResultRows, closedMs: number): RowSum {
  if (result.totals !== undefined) return totalSum(folder, result, result.totals)
  if (result.key !== undefined) return lastSum(folder, result, result.key)
  const { ends } = result
  return sumOf(
    (function* hashes() {
      for (const fields of rowsOf(folder)) {
        if (ends === undefined || ends(rowOf(fields)) <= closedMs) yield hashText(canonical(fields, result))
      }
    })(),
  )
}

function lastSum(folder: string, result: ResultRows, key: readonly string[]): RowSum {
  const last = new Map<string, number>()
  // Kept as signed numbers, which V8 holds without a box: there are millions.
  for (const fields of rowsOf(folder)) last.set(keyOf(fields, key), hashText(canonical(fields, result)) | 0)
  return sumOf(last.values())
}

function totalSum(folder: string, result: ResultRows, totalled: string): RowSum {
  const last = new Map<string, Fields>()
  for (const fields of rowsOf(folder)) last.set(keyOf(fields, result.key ?? []), fields)
  const others = result.columns.filter((name) => name !== totalled)
  const totals = new Map<string, number>()
  for (const fields of last.values()) {
    const group = keyOf(fields, others)
    totals.set(group, (totals.get(group) ?? 0) + Number(fields[totalled]))
  }
  return sumOf([...totals].map(([group, total]) => hashText(`${group}\u001f${total}`)))
}
