/** What is known of each query besides its text, which every engine has in its own language in `rivals`. */
import { adEvents } from '../data/ad-events.ts'
import { impressions } from '../data/impressions.ts'
import { keyValues } from '../data/key-values.ts'
import type { DataSummary } from '../data/line-files.ts'
import { nexmark } from '../data/nexmark.ts'
import { visits } from '../data/visits.ts'
import { julyRows, webLogWithTimes } from '../data/web-log.ts'
import type { ResultRows } from '../result-sum.ts'

/** A query that all engines run. */
export interface QueryWorkload {
  /** The name of the data's folder before its rows: queries share data. */
  readonly data: string
  readonly rows: number
  /** Makes the data, or finds it. */
  generate(root: string, folder: string, rows: number): DataSummary | Promise<DataSummary>
  /** Into files, each row once; or the rows that changed, into noop. */
  readonly mode: 'append' | 'update'
  /** What a result row is, and how results are compared. */
  readonly result: ResultRows
  /** How far its watermark stays behind the latest time, ms: with append, results that end later are not given out. */
  readonly delayMs?: number
}

const webLogs = { data: 'W1', rows: julyRows, generate: webLogWithTimes }
const ads = {
  data: 'ads',
  rows: 5_000_000,
  generate: (_root: string, folder: string, rows: number) => adEvents(folder, rows),
}
const keys = {
  data: 'keys',
  rows: 10_000_000,
  generate: (_root: string, folder: string, rows: number) => keyValues(folder, rows),
}
const clicks = {
  data: 'clicks',
  rows: 2_000_000,
  generate: (_root: string, folder: string, rows: number) => impressions(folder, rows),
}
const auctions = {
  data: 'nexmark',
  rows: 5_000_000,
  generate: (_root: string, folder: string, rows: number) => nexmark(folder, rows),
}

const second = 1000
const minute = 60 * second
/** Of Nexmark's windows. */
const tens = 10 * second
const delayMs = 4 * second

/** `name`: as text and numbers are compared as they stand, times by their ms. */
export const queryWorkloads: { readonly [name: string]: QueryWorkload } = {
  W2: {
    ...webLogs,
    mode: 'append',
    result: { columns: ['start', 'request', 'count'], times: ['start'], ends: (row) => row.time('start') + 5 * minute },
    delayMs: 10 * minute,
  },
  W3: {
    ...ads,
    mode: 'append',
    result: { columns: ['start', 'campaign_id', 'count'], times: ['start'], ends: (row) => row.time('start') + tens },
    delayMs: second,
  },
  W5: { ...keys, mode: 'update', result: { columns: ['k', 'n', 'total'], key: ['k'] } },
  W6: {
    ...clicks,
    mode: 'append',
    result: { columns: ['shown', 'shownAt', 'clickedAt'], times: ['shownAt', 'clickedAt'] },
  },
  q3: { ...auctions, mode: 'append', result: { columns: ['name', 'city', 'state', 'auction'] } },
  q5: {
    ...auctions,
    mode: 'append',
    result: { columns: ['end', 'bids', 'auction'], times: ['end'], ends: (row) => row.time('end') },
    delayMs,
  },
  q7: {
    ...auctions,
    mode: 'append',
    result: {
      columns: ['auction', 'bidder', 'price', 'bidAt'],
      times: ['bidAt'],
      ends: (row) => row.time('bidAt') - (row.time('bidAt') % tens) + tens,
    },
    delayMs,
  },
  q7m: {
    ...auctions,
    mode: 'append',
    result: {
      columns: ['start', 'price', 'auction', 'bidder'],
      times: ['start'],
      ends: (row) => row.time('start') + tens,
    },
    delayMs,
  },
  q8: {
    ...auctions,
    mode: 'append',
    result: { columns: ['id', 'name', 'start'], times: ['start'], ends: (row) => row.time('start') + tens },
    delayMs,
  },
  q9: {
    ...auctions,
    mode: 'update',
    result: { columns: ['id', 'category', 'price', 'bidAt'], times: ['bidAt'], key: ['id'] },
  },
  q11: {
    ...auctions,
    mode: 'append',
    result: {
      columns: ['bidder', 'count', 'start', 'end'],
      times: ['start', 'end'],
      ends: (row) => row.time('end'),
    },
    delayMs,
  },
  // Functions of the program: what q11 does, by a processor of transformWithState.
  'sessions-fn': {
    data: 'visits',
    rows: 5_000_000,
    generate: (_root, folder, rows) => visits(folder, rows),
    mode: 'append',
    result: {
      columns: ['user', 'count', 'start', 'end'],
      times: ['start', 'end'],
      ends: (row) => row.time('end'),
    },
    delayMs,
  },
  // Its windows are those of the moment a batch runs: what can be compared is how many bids each bidder has in all.
  q12: {
    ...auctions,
    mode: 'update',
    result: { columns: ['bidder', 'count'], key: ['start', 'bidder'], totals: 'count' },
  },
  q20: {
    ...auctions,
    mode: 'append',
    result: {
      columns: [
        'auction',
        'bidder',
        'price',
        'channel',
        'url',
        'bidAt',
        'bidExtra',
        'itemName',
        'description',
        'initialBid',
        'reserve',
        'opensAt',
        'expires',
        'seller',
        'category',
        'auctionExtra',
      ],
      times: ['bidAt', 'opensAt', 'expires'],
    },
  },
}
