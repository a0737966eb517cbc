/** What the hand-written programs share: one line of the log to a checked record, a record to a line. */
import { mkdirSync, readdirSync, rmSync } from 'node:fs'

/** Arguments of every rival: the folder with the data and an empty folder for the output. */
export const [data, output] = process.argv.slice(2)

/** Input files in order; makes the output folder. */
export function inputs() {
  rmSync(output, { recursive: true, force: true })
  mkdirSync(output, { recursive: true })
  return readdirSync(data)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => `${data}/${name}`)
}

const whole = (value) => value === undefined || Number.isInteger(value)

/** The record of a line; null when it is malformed. Missing fields stay missing. */
export function parseLine(line) {
  let record
  try {
    record = JSON.parse(line)
  } catch {
    return null
  }
  if (!whole(record.http_reply) || !whole(record.bytes)) return null
  const time = Date.parse(record.timestamp)
  if (Number.isNaN(time)) return null
  record.timestamp = time
  return record
}

/** The five columns as a line of JSON. */
export function lineOf(record) {
  return JSON.stringify({
    host: record.host,
    timestamp: new Date(record.timestamp).toISOString(),
    request: record.request,
    http_reply: record.http_reply,
    bytes: record.bytes,
  })
}

/** Prints what the benchmark reads: CPU seconds and peak memory of this process. */
export function report(engine, facts) {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
  const usage = { cpu_s: (userCPUTime + systemCPUTime) / 1e6, peak_mb: maxRSS / 1024 }
  console.log(JSON.stringify({ engine, wall_s: process.uptime(), ...usage, ...facts }))
}
