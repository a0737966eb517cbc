/** Data sets of files of lines: made once, complete when their folder exists. */
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'

/** What was generated; kept beside the data. */
export interface DataSummary {
  /** Lines of all streams together. */
  readonly lines: number
  /** Files of a stream, the same number in each. */
  readonly files: number
  /** The latest event time, ms; with a watermark's delay it tells which windows are closed at the end. */
  readonly lastTimeMs: number
}

/** Files of a stream: micro-batches are made of whole ones. */
export const partsOfStream = 16

/** Written at once: one write call per so many characters. */
const blockLength = 1 << 20
/** File sources read in the order of modification times, which must not depend on how fast files were written. */
const firstModifiedSeconds = 1_700_000_000

/**
 * Makes a data set, or finds it.
 *
 * @param folder where it goes
 * @param fill writes into the folder it gets, which is renamed when it returns
 */
export function dataSet(folder: string, fill: (unfinished: string) => DataSummary): DataSummary {
  const summaryFile = `${folder}.summary.json`
  if (existsSync(summaryFile)) return JSON.parse(readFileSync(summaryFile, 'utf8')) as DataSummary
  const unfinished = `${folder}.unfinished`
  rmSync(unfinished, { recursive: true, force: true })
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(unfinished, { recursive: true })
  const summary = fill(unfinished)
  renameSync(unfinished, folder)
  writeFileSync(summaryFile, JSON.stringify(summary))
  return summary
}

/** The first row of a part and the first of the next, of `rows` in parts of about the same size. */
export function rangeOfPart(part: number, rows: number, parts = partsOfStream): readonly [from: number, to: number] {
  return [Math.floor((rows * part) / parts), Math.floor((rows * (part + 1)) / parts)]
}

/** A file that lines are added to. */
export interface LineFile {
  add(line: string): void
  close(): void
}

/** Opens part `part` of the stream in `folder`, which is made. */
export function linePart(folder: string, part: number): LineFile {
  const path = `${folder}/part-${String(part).padStart(3, '0')}.json`
  mkdirSync(dirname(path), { recursive: true })
  const file = openSync(path, 'w')
  let text = ''
  const write = () => {
    if (text.length > 0) writeSync(file, text)
    text = ''
  }
  return {
    add(line) {
      text += line
      text += '\n'
      if (text.length >= blockLength) write()
    },
    close() {
      write()
      closeSync(file)
      utimesSync(path, firstModifiedSeconds + part, firstModifiedSeconds + part)
    },
  }
}

/** `2026-01-02T03:04:05.678Z` of a time in ms; neighbours of equal time are written once. */
export function isoTimes(): (ms: number) => string {
  let last = Number.NaN
  let text = ''
  return (ms) => {
    if (ms !== last) {
      last = ms
      text = new Date(ms).toISOString()
    }
    return text
  }
}
