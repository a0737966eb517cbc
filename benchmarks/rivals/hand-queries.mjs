/**
 * The queries as one would write them by hand: JSON.parse per line, results in Maps, written at the end. No checkpoint,
 * and no window is given out before the end of the data. `noop` as format writes nothing.
 */
import { closeSync, mkdirSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs'
import { linesOf } from './lines-of-file.mjs'
import { parseLine, report } from './web-log-lines.mjs'

const [data, output, format, workload] = process.argv.slice(2)
const [second, minute] = [1000, 60_000]
let rows = 0

/** The records of a stream, in order. */
function* recordsOf(folder, parse = JSON.parse) {
  const names = readdirSync(`${data}/${folder}`).filter((name) => name.endsWith('.json'))
  for (const name of names.sort()) {
    for (const line of linesOf(`${data}/${folder}/${name}`)) {
      rows++
      const record = parse(line)
      if (record !== null) yield record
    }
  }
}

/** How often each key was seen in each window: a Map per window. */
class WindowCounts {
  windows = new Map()

  add(start, key, count = 1) {
    const counts = this.windows.get(start) ?? new Map()
    if (counts.size === 0) this.windows.set(start, counts)
    counts.set(key, (counts.get(key) ?? 0) + count)
  }

  *rows(name) {
    for (const [start, counts] of this.windows) {
      const time = iso(start)
      for (const [key, count] of counts) yield { start: time, [name]: key, count }
    }
  }
}

const iso = (ms) => new Date(ms).toISOString()
const startOf = (ms, length) => ms - (ms % length)

const programs = {
  W2() {
    const counts = new WindowCounts()
    for (const { timestamp, request } of recordsOf('', parseLine)) counts.add(startOf(timestamp, 5 * minute), request)
    return counts.rows('request')
  },

  W3() {
    const campaigns = new Map()
    for (const { ad_id, campaign_id } of recordsOf('campaigns')) campaigns.set(ad_id, campaign_id)
    const counts = new WindowCounts()
    for (const event of recordsOf('events')) {
      if (event.event_type !== 'view') continue
      const campaign = campaigns.get(event.ad_id)
      if (campaign !== undefined) counts.add(startOf(Number(event.event_time), 10 * second), campaign)
    }
    return counts.rows('campaign_id')
  },

  *W5() {
    const totals = new Map()
    for (const { k, v } of recordsOf('rows')) {
      const found = totals.get(k)
      if (found === undefined) totals.set(k, { k, n: 1, total: v })
      else {
        found.n += 1
        found.total += v
      }
    }
    yield* totals.values()
  },

  *q5() {
    const panes = new WindowCounts()
    for (const { auction, dateTime } of recordsOf('bid')) panes.add(startOf(Date.parse(dateTime), 2 * second), auction)
    const windows = new WindowCounts()
    for (const [pane, counts] of panes.windows) {
      for (const [auction, count] of counts) {
        for (let end = pane + 2 * second; end <= pane + 10 * second; end += 2 * second) windows.add(end, auction, count)
      }
    }
    for (const [end, counts] of windows.windows) {
      let hottest = { bids: 0, auction: 0 }
      for (const [auction, bids] of counts) {
        if (bids > hottest.bids || (bids === hottest.bids && auction > hottest.auction)) hottest = { bids, auction }
      }
      yield { end: iso(end), ...hottest }
    }
  },

  *q7() {
    const highest = new Map()
    for (const { auction, bidder, price, dateTime } of recordsOf('bid')) {
      const start = startOf(Date.parse(dateTime), 10 * second)
      const found = highest.get(start)
      const bid = { auction, bidder, price, bidAt: dateTime }
      if (found === undefined || price > found[0].price) highest.set(start, [bid])
      else if (price === found[0].price) found.push(bid)
    }
    for (const bids of highest.values()) yield* bids
  },

  *q7m() {
    const highest = new Map()
    const isAbove = (one, other) => one.price - other.price || one.auction - other.auction || one.bidder - other.bidder
    for (const { auction, bidder, price, dateTime } of recordsOf('bid')) {
      const start = startOf(Date.parse(dateTime), 10 * second)
      const found = highest.get(start)
      const bid = { price, auction, bidder }
      if (found === undefined || isAbove(bid, found) > 0) highest.set(start, bid)
    }
    for (const [start, bid] of highest) yield { start: iso(start), ...bid }
  },

  *q11() {
    const gap = 10 * second
    const open = new Map()
    const rowOf = (bidder, { count, start, end }) => ({ bidder, count, start: iso(start), end: iso(end) })
    const closed = []
    // Bids come in the order of their times.
    for (const { bidder, dateTime } of recordsOf('bid')) {
      const time = Date.parse(dateTime)
      const session = open.get(bidder)
      if (session !== undefined && time <= session.end) {
        session.count += 1
        session.end = time + gap
      } else {
        if (session !== undefined) closed.push(rowOf(bidder, session))
        open.set(bidder, { count: 1, start: time, end: time + gap })
      }
    }
    yield* closed
    for (const [bidder, session] of open) yield rowOf(bidder, session)
  },

  *q12() {
    const counts = new Map()
    for (const { bidder } of recordsOf('bid')) counts.set(bidder, (counts.get(bidder) ?? 0) + 1)
    for (const [bidder, count] of counts) yield { bidder, count }
  },
}

rmSync(output, { recursive: true, force: true })
mkdirSync(output, { recursive: true })
const file = openSync(`${output}/out.json`, 'w')
let written = 0
let lines = []
const write = () => {
  if (lines.length > 0) writeSync(file, `${lines.join('\n')}\n`)
  lines = []
}
for (const row of programs[workload]()) {
  written++
  if (format !== 'noop' && lines.push(JSON.stringify(row)) === 8192) write()
}
write()
closeSync(file)
report('node', { rows, written })
