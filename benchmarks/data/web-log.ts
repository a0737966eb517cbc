/**
 * Web logs of any size, made of real ones: the seconds and their number of requests are NASA's of July 1995, the lines
 * are drawn (seeded) from 34,849 real lines; 1 % are malformed in ways on which all engines agree. One file a day.
 */

import { once } from 'node:events'
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { DataSummary } from './line-files.ts'
import { randomOf } from './random.ts'

interface LogLine {
  readonly host: string
  readonly timestamp: string
  readonly request: string
  readonly http_reply: number
  readonly bytes: number
}

/** How a line is written: `plain` as in the real files, `varied` with everything that slows a parser down, or as csv. */
export type Style = 'plain' | 'varied' | 'csv'

/** July's seconds in the arrival file; what follows is August. */
const secondsOfJuly = 2_381_544
const secondsPerDay = 86_400
/** 1995-07-01T00:00:01-04:00 */
const firstSecondMs = Date.UTC(1995, 6, 1, 4, 0, 1)
const malformedShare = 0.01
/** Real requests of July; `rows` other than this scales the arrival rate. */
export const julyRows = 1_891_714

function realLines(root: string): LogLine[] {
  const folder = `${root}examples/data/nasa/`
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json.gz'))
    .sort()
    .flatMap((name) =>
      gunzipSync(readFileSync(folder + name))
        .toString('utf8')
        .split('\n'),
    )
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as LogLine]
      } catch {
        return []
      }
    })
}

/** `1995-07-01T00:00:01.000-04:00` */
function easternTime(ms: number): string {
  return new Date(ms - 4 * 3_600_000).toISOString().replace('Z', '-04:00')
}

const words = ['größer', 'naïve', '東京', 'Ελλάδα', 'plain', 'emoji 🚀']

/** The line with its keys in changing order, blanks, escapes, non-ASCII text, an unknown nested field, missing fields. */
function variedLine(line: LogLine, timestamp: string, random: () => number): string {
  const quoted = (text: string) =>
    random() < 0.15 ? JSON.stringify(text).replaceAll('/', '\\/') : JSON.stringify(text)
  const text = random() < 0.1 ? `${line.request} "${words[Math.floor(random() * words.length)]}"\t` : line.request
  const fields = [
    `"host":${quoted(line.host)}`,
    `"timestamp" : "${timestamp}"`,
    `"bytes":${line.bytes}`,
    ...(random() < 0.95 ? [`"request":  ${quoted(text)}`] : []),
    ...(random() < 0.95 ? [`"http_reply": ${line.http_reply}`] : []),
    ...(random() < 0.3
      ? [`"agent": {"name": "Mosaic \\"2\\"", "tags": ["a", {"b": [1, 2.5e3, null]}], "ok": true}`]
      : []),
  ]
  for (let at = fields.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1))
    const swapped = fields[at] as string
    fields[at] = fields[other] as string
    fields[other] = swapped
  }
  return `{${fields.join(random() < 0.5 ? ', ' : ',')}}`
}

function plainLine(line: LogLine, timestamp: string): string {
  return `{"host": ${JSON.stringify(line.host)}, "timestamp": "${timestamp}", "request": ${JSON.stringify(line.request)}, "http_reply": ${line.http_reply}, "bytes": ${line.bytes}}`
}

/** Values with commas or quotes in quotes, which are doubled. */
function csvLine(line: LogLine, timestamp: string): string {
  const quoted = (text: string) =>
    /[",\\]/.test(text) || text.trim() !== text ? `"${text.replaceAll('"', '""')}"` : text
  return [quoted(line.host), timestamp, quoted(line.request), line.http_reply, line.bytes].join(',')
}

/** Half with fewer values, the others with a word for a number or no csv at all. */
function malformedCsv(line: LogLine, timestamp: string, random: () => number): string {
  const kind = random()
  if (kind < 0.5) return `${line.host},${timestamp}`
  if (kind < 0.75) return `${line.host},${timestamp},GET / HTTP/1.0,none,${line.bytes}`
  return `${line.host} - - [01/Jul/1995:00:00:01 -0400] GET / HTTP/1.0 200 -`
}

/** Half cut short, the others with `=` for `:` or no JSON at all. */
function malformed(line: LogLine, text: string, random: () => number): string {
  const kind = random()
  if (kind < 0.5) return text.slice(0, Math.floor(text.length * (0.2 + kind)))
  if (kind < 0.75) return text.replace('"host":', '"host"=')
  return `${line.host} - - [01/Jul/1995:00:00:01 -0400] GET / HTTP/1.0 200 -`
}

function goodLine(line: LogLine, timestamp: string, style: Style, random: () => number): string {
  if (style === 'csv') return csvLine(line, timestamp)
  return style === 'plain' ? plainLine(line, timestamp) : variedLine(line, timestamp, random)
}

function badLine(line: LogLine, timestamp: string, good: string, style: Style, random: () => number): string {
  return style === 'csv' ? malformedCsv(line, timestamp, random) : malformed(line, good, random)
}

/** What was generated; kept beside the data. */
export interface WebLogSummary {
  readonly lines: number
  readonly malformed: number
  readonly files: number
}

/**
 * Makes (or finds) a web log.
 *
 * @param root the project's folder, with a slash at its end
 * @param folder where the files go; complete when it exists
 * @param rows about how many lines: the real arrivals, thinned or repeated
 */
export async function webLog(root: string, folder: string, style: Style, rows: number): Promise<WebLogSummary> {
  const summaryFile = `${folder}.summary.json`
  if (existsSync(summaryFile)) return JSON.parse(readFileSync(summaryFile, 'utf8')) as WebLogSummary
  const lines = realLines(root)
  const rate = gunzipSync(readFileSync(`${root}benchmarks/data/nasa-rate-1s.u8.gz`)).subarray(0, secondsOfJuly)
  const random = randomOf(42)
  const unfinished = `${folder}.unfinished`
  rmSync(unfinished, { recursive: true, force: true })
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(unfinished, { recursive: true })
  const summary = { lines: 0, malformed: 0, files: 0 }
  // More rows than July had: July again, later. Fewer: each second keeps its share of requests.
  const repeats = Math.max(1, Math.round(rows / julyRows))
  const share = Math.min(1, rows / julyRows)
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (let first = 0; first < rate.length; first += secondsPerDay) {
      const name = `day-${String(summary.files).padStart(4, '0')}.${style === 'csv' ? 'csv' : 'json'}`
      const file = createWriteStream(`${unfinished}/${name}`)
      summary.files += 1
      for (let second = first; second < Math.min(first + secondsPerDay, rate.length); second++) {
        const timestamp = easternTime(firstSecondMs + 1000 * (second + repeat * rate.length))
        let text = ''
        for (let request = 0; request < (rate[second] as number); request++) {
          if (share < 1 && random() >= share) continue
          const line = lines[Math.floor(random() * lines.length)] as LogLine
          const good = goodLine(line, timestamp, style, random)
          const bad = random() < malformedShare
          summary.lines += 1
          if (bad) summary.malformed += 1
          text += `${bad ? badLine(line, timestamp, good, style, random) : good}\n`
        }
        if (text.length > 0 && !file.write(text)) await once(file, 'drain')
      }
      file.end()
      await once(file, 'finish')
    }
  }
  renameSync(unfinished, folder)
  writeFileSync(summaryFile, JSON.stringify(summary))
  return summary
}

/**
 * The web log as the data of a query: plain lines, with the latest time in a line that is well-formed.
 *
 * @param root the project's folder, with a slash at its end
 */
export async function webLogWithTimes(root: string, folder: string, rows: number): Promise<DataSummary> {
  const { lines, files } = await webLog(root, folder, 'plain', rows)
  const newest = readdirSync(folder).sort().reverse()
  for (const name of newest) {
    const times = readFileSync(`${folder}/${name}`, 'utf8').split('\n').flatMap(timeOfLine)
    if (times.length > 0) return { lines, files, lastTimeMs: times.reduce((a, b) => Math.max(a, b)) }
  }
  return { lines, files, lastTimeMs: 0 }
}

/** None when it is malformed. */
function timeOfLine(line: string): number[] {
  try {
    return [Date.parse((JSON.parse(line) as LogLine).timestamp)]
  } catch {
    return []
  }
}
