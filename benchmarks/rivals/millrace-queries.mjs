/** The queries of the benchmark in millrace, as a user would write them: name -> { frame, mode }. */
import {
  broadcast,
  col,
  count,
  currentTimestamp,
  expr,
  max,
  maxBy,
  sessionWindow,
  sum,
  timestampMillis,
  window,
  windowTime,
} from 'millrace/functions'

const log = 'host STRING, timestamp TIMESTAMP, request STRING, http_reply INT, bytes LONG'
const adEvent =
  'user_id STRING, page_id STRING, ad_id STRING, ad_type STRING, event_type STRING, event_time STRING, ip_address STRING'
const person =
  'id LONG, name STRING, emailAddress STRING, creditCard STRING, city STRING, state STRING, dateTime TIMESTAMP, extra STRING'
const auction =
  'id LONG, itemName STRING, description STRING, initialBid LONG, reserve LONG, dateTime TIMESTAMP, expires TIMESTAMP, seller LONG, category LONG, extra STRING'
const bid = 'auction LONG, bidder LONG, price LONG, channel STRING, url STRING, dateTime TIMESTAMP, extra STRING'

/** A user's visits until nothing came for 10 seconds. */
class Sessions {
  init(handle) {
    this.handle = handle
    this.open = handle.getValueState('open', 'start DOUBLE, end DOUBLE, count INT')
  }

  handleInputRows(user, rows) {
    const times = []
    for (const { at } of rows) times.push(at.getTime())
    times.sort((a, b) => a - b)
    const closed = []
    let open = this.open.get()
    if (open) this.handle.deleteTimer(open.end)
    for (const time of times) {
      if (open && time < open.end) {
        open.end = Math.max(open.end, time + gapMs)
        open.count += 1
      } else {
        if (open) closed.push(sessionOf(user, open))
        open = { start: time, end: time + gapMs, count: 1 }
      }
    }
    this.handle.registerTimer(open.end)
    this.open.update(open)
    return closed
  }

  handleExpiredTimer(user) {
    const open = this.open.get()
    this.open.clear()
    return [sessionOf(user, open)]
  }
}
const gapMs = 10_000
const sessionOf = (user, { start, end, count }) => ({ user, start: new Date(start), end: new Date(end), count })

/**
 * @param session to read with
 * @param data the folder with the data
 * @param filesPerBatch how many files of each stream a micro-batch takes
 */
export function queries(session, data, filesPerBatch) {
  const stream = (folder, schema, options = {}) =>
    session.readStream
      .schema(schema)
      .options({ ...options, maxFilesPerTrigger: filesPerBatch })
      .json(`${data}/${folder}`)
  const site = (folder, schema) => stream(folder, schema).withWatermark('dateTime', '4 seconds')
  const bids = () => site('bid', bid)

  return {
    W2() {
      const windows = stream('', log, { mode: 'DROPMALFORMED' })
        .withWatermark('timestamp', '10 minutes')
        .groupBy(window(col('timestamp'), '5 minutes'), col('request'))
        .count()
      return { frame: windows.select('window.start', 'request', 'count'), mode: 'append' }
    },

    W3() {
      const campaigns = session.read.schema('ad_id STRING, campaign_id STRING').json(`${data}/campaigns`)
      const views = stream('events', adEvent)
        .where("event_type = 'view'")
        .select(col('ad_id'), timestampMillis(col('event_time').cast('long')).as('time'))
        .withWatermark('time', '1 second')
      const windows = views
        .join(broadcast(campaigns), 'ad_id')
        .groupBy(window(col('time'), '10 seconds'), col('campaign_id'))
        .count()
      return { frame: windows.select('window.start', 'campaign_id', 'count'), mode: 'append' }
    },

    W5() {
      const totals = stream('rows', 'k LONG, v LONG').groupBy('k').agg(count('*').as('n'), sum('v').as('total'))
      return { frame: totals, mode: 'update' }
    },

    W6() {
      const schema = 'ad LONG, ts TIMESTAMP'
      const shown = stream('impressions', schema)
        .selectExpr('ad AS shown', 'ts AS shownAt')
        .withWatermark('shownAt', '10 seconds')
      const clicked = stream('clicks', schema)
        .selectExpr('ad AS clicked', 'ts AS clickedAt')
        .withWatermark('clickedAt', '2 minutes')
      const within = 'shown = clicked AND clickedAt >= shownAt AND clickedAt <= shownAt + INTERVAL 60 SECONDS'
      return { frame: shown.join(clicked, expr(within)).select('shown', 'shownAt', 'clickedAt'), mode: 'append' }
    },

    q3() {
      const persons = stream('person', person).where("state IN ('OR', 'ID', 'CA')")
      const auctions = stream('auction', auction).where('category = 10').selectExpr('id AS auction', 'seller')
      const sellers = auctions.join(persons, expr('seller = id'))
      return { frame: sellers.select('name', 'city', 'state', 'auction'), mode: 'append' }
    },

    q5() {
      const counts = bids()
        .groupBy(window(col('dateTime'), '10 seconds', '2 seconds'), col('auction'))
        .agg(count('*').as('bids'))
      // Windows end two seconds apart: of those that end in the same two seconds there is one.
      const hottest = counts
        .groupBy(window(windowTime(col('window')), '2 seconds').as('ends'))
        .agg(max(expr('struct(bids, auction)')).as('hottest'))
      return { frame: hottest.select('ends.end', 'hottest.bids', 'hottest.auction'), mode: 'append' }
    },

    q7() {
      const highest = bids()
        .groupBy(window(col('dateTime'), '10 seconds'))
        .agg(max('price').as('highest'))
        .select(windowTime(col('window')).as('ends'), col('highest'))
      const all = bids().selectExpr('auction', 'bidder', 'price', 'dateTime AS bidAt')
      const within = 'price = highest AND bidAt <= ends AND bidAt > ends - INTERVAL 10 SECONDS'
      return { frame: all.join(highest, expr(within)).select('auction', 'bidder', 'price', 'bidAt'), mode: 'append' }
    },

    q7m() {
      const highest = bids()
        .groupBy(window(col('dateTime'), '10 seconds'))
        .agg(max(expr('struct(price, auction, bidder)')).as('highest'))
      return { frame: highest.select('window.start', 'highest.*'), mode: 'append' }
    },

    q8() {
      const tens = window(col('dateTime'), '10 seconds')
      const persons = site('person', person)
        .groupBy(tens.as('joined'), col('id'), col('name'))
        .count()
        .select('joined', 'id', 'name')
      const sellers = site('auction', auction).groupBy(tens.as('sold'), col('seller')).count().select('sold', 'seller')
      const both = persons.join(sellers, expr('id = seller AND joined = sold'))
      return { frame: both.select('id', 'name', 'joined.start'), mode: 'append' }
    },

    q9() {
      const auctions = site('auction', auction).selectExpr('id', 'category', 'dateTime AS opensAt', 'expires')
      const offers = bids().selectExpr('auction', 'bidder', 'price', 'dateTime AS bidAt')
      // No auction is open for longer than a second; only a constant range lets state expire.
      const during = 'id = auction AND bidAt >= opensAt AND bidAt <= expires AND bidAt <= opensAt + INTERVAL 1 SECOND'
      const best = maxBy(expr('struct(price, bidAt)'), expr('struct(price, -unix_micros(bidAt))')).as('best')
      const winners = auctions.join(offers, expr(during)).groupBy('id', 'category').agg(best)
      return { frame: winners.select('id', 'category', 'best.price', 'best.bidAt'), mode: 'update' }
    },

    q11() {
      const sessions = bids()
        .groupBy(sessionWindow(col('dateTime'), '10 seconds'), col('bidder'))
        .count()
      return {
        frame: sessions.select('bidder', 'count', 'session_window.start', 'session_window.end'),
        mode: 'append',
      }
    },

    'sessions-fn'() {
      const sessions = stream('visits', 'user STRING, at TIMESTAMP, ms LONG')
        .withWatermark('at', '4 seconds')
        .groupByKey('user')
        .transformWithState(Sessions, {
          output: 'user STRING, start TIMESTAMP, end TIMESTAMP, count INT',
          timeMode: 'EventTime',
        })
      return { frame: sessions, mode: 'append' }
    },

    q12() {
      const seen = stream('bid', bid).select(col('bidder'), currentTimestamp().as('seenAt'))
      const counts = seen.groupBy(window(col('seenAt'), '10 seconds'), col('bidder')).count()
      return { frame: counts.select('window.start', 'bidder', 'count'), mode: 'update' }
    },

    q20() {
      const auctions = site('auction', auction)
        .where('category = 10')
        .withColumnsRenamed({ dateTime: 'opensAt', extra: 'auctionExtra' })
      const offers = bids().withColumnsRenamed({ dateTime: 'bidAt', extra: 'bidExtra' })
      // All bids of an auction come within a second of its opening; without a range both sides are kept for ever.
      const near = 'auction = id AND bidAt >= opensAt - INTERVAL 1 SECOND AND bidAt <= opensAt + INTERVAL 1 SECOND'
      return { frame: offers.join(auctions, expr(near)).drop('id'), mode: 'append' }
    },
  }
}
