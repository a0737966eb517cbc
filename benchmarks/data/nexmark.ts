/**
 * The Nexmark auction site: of 50 events one is a new person, three are auctions, 46 are bids; 10,000 events a second.
 * Who bids on what is skewed as in the Nexmark of Apache Beam: half of the bids go to one hot auction of a hundred, three
 * of four come from one hot bidder and three of four auctions from one hot seller of a hundred. Texts are drawn from
 * pools. One stream per kind, parts cut at the same events.
 */
import {
  type DataSummary,
  dataSet,
  isoTimes,
  type LineFile,
  linePart,
  partsOfStream,
  rangeOfPart,
} from './line-files.ts'
import { type Draw, drawOf } from './random.ts'

const firstTimeMs = 1_700_000_000_000
const eventsPerMs = 10
const eventsPerRound = 50
const auctionsPerRound = 3
/** Ids of persons and of auctions begin here. */
const firstId = 1000
const hotEvery = 100
const activePersons = 1000
const inFlightAuctions = 100
/** Bids and sellers may name what comes a little later. */
const idsAhead = 10
const categories = 5

const hosts = ['Google', 'Facebook', 'Baidu', 'Apple']
const firstNames = ['Peter', 'Paul', 'Luke', 'John', 'Saul', 'Vicky', 'Kate', 'Julie', 'Sarah', 'Deiter', 'Walter']
const lastNames = ['Shultz', 'Abrams', 'Spencer', 'White', 'Bartels', 'Walton', 'Smith', 'Jones', 'Noris']
const cities = ['Phoenix', 'Los Angeles', 'San Francisco', 'Boise', 'Portland', 'Bend', 'Redmond', 'Seattle', 'Kent']
const states = ['AZ', 'CA', 'ID', 'OR', 'WA', 'WY']

/** Texts that rows draw from. */
interface Pools {
  readonly names: readonly string[]
  readonly items: readonly string[]
  readonly texts: readonly string[]
  readonly cards: readonly string[]
  readonly channels: readonly { readonly name: string; readonly url: string }[]
}

function poolsOf(draw: Draw): Pools {
  const many = <T>(count: number, one: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => one(at))
  const digits = () => String(draw.below(10_000)).padStart(4, '0')
  const site = () =>
    `https://www.nexmark.com/${draw.letters(3, 5)}/${draw.letters(3, 5)}/${draw.letters(3, 5)}/item.htm?query=1`
  return {
    names: firstNames.flatMap((first) => lastNames.map((last) => `${first} ${last}`)),
    items: many(5000, () => draw.letters(6, 20)),
    texts: many(20_000, () => draw.letters(20, 100)),
    cards: many(5000, () => [digits(), digits(), digits(), digits()].join(' ')),
    channels: many(10_000 + hosts.length, (at) => {
      const number = at - hosts.length
      const host = hosts[at]
      return host === undefined
        ? { name: `channel-${number}`, url: `${site()}&channel_id=${(number * 107_374) % 2 ** 30}` }
        : { name: host, url: site() }
    }),
  }
}

/** From 100 to 100,000,000 cents, each order of magnitude as often as another. */
const price = (draw: Draw) => Math.round(10 ** (draw.share() * 6) * 100)

/** The events of one part, in three files. */
class Part {
  readonly #pools: Pools
  readonly #draw: Draw
  readonly #iso = isoTimes()

  constructor(pools: Pools, draw: Draw) {
    this.#pools = pools
    this.#draw = draw
  }

  person(event: number): string {
    const [draw, pools] = [this.#draw, this.#pools]
    const id = firstId + Math.floor(event / eventsPerRound)
    const mail = `${draw.letters(4, 9)}@${draw.letters(4, 8)}.com`
    return `{"id":${id},"name":"${draw.of(pools.names)}","emailAddress":"${mail}","creditCard":"${draw.of(pools.cards)}","city":"${draw.of(cities)}","state":"${draw.of(states)}","dateTime":"${this.#time(event)}","extra":"${draw.of(pools.texts)}"}`
  }

  auction(event: number): string {
    const [draw, pools] = [this.#draw, this.#pools]
    const lastPerson = firstId + Math.floor(event / eventsPerRound)
    const hot = draw.below(4) > 0
    const seller = hot ? hotOf(lastPerson) : Math.max(firstId, lastPerson - draw.below(activePersons))
    const initial = price(draw)
    const expires = new Date(timeOf(event) + 1 + draw.below(333)).toISOString()
    return `{"id":${lastAuction(event)},"itemName":"${draw.of(pools.items)}","description":"${draw.of(pools.texts)}","initialBid":${initial},"reserve":${initial + price(draw)},"dateTime":"${this.#time(event)}","expires":"${expires}","seller":${seller},"category":${10 + draw.below(categories)},"extra":"${draw.of(pools.texts)}"}`
  }

  bid(event: number): string {
    const [draw, pools] = [this.#draw, this.#pools]
    const newest = lastAuction(event)
    const lastPerson = firstId + Math.floor(event / eventsPerRound)
    const auction = draw.below(2) > 0 ? hotOf(newest) : near(draw, newest, inFlightAuctions)
    const bidder = draw.below(4) > 0 ? hotOf(lastPerson) + 1 : near(draw, lastPerson, activePersons)
    const { name, url } =
      draw.below(2) > 0 ? (pools.channels[draw.below(hosts.length)] ?? noChannel) : draw.of(pools.channels)
    return `{"auction":${auction},"bidder":${bidder},"price":${price(draw)},"channel":"${name}","url":"${url}","dateTime":"${this.#time(event)}","extra":"${draw.of(pools.texts)}"}`
  }

  #time(event: number): string {
    return this.#iso(timeOf(event))
  }
}

const noChannel = { name: '', url: '' }
const timeOf = (event: number) => firstTimeMs + Math.floor(event / eventsPerMs)
const hotOf = (id: number) => Math.max(firstId, Math.floor(id / hotEvery) * hotEvery)
const near = (draw: Draw, id: number, range: number) => Math.max(firstId, id + idsAhead - draw.below(range + idsAhead))

/** The id of the newest auction at an event: that of the event itself where it is an auction. */
function lastAuction(event: number): number {
  const round = Math.floor(event / eventsPerRound)
  const within = Math.min(event % eventsPerRound, auctionsPerRound)
  return Math.max(firstId, firstId + round * auctionsPerRound + within - 1)
}

/** Makes `folder`/person, `folder`/auction and `folder`/bid of so many events. */
export function nexmark(folder: string, events: number): DataSummary {
  return dataSet(folder, (unfinished) => {
    const pools = poolsOf(drawOf('nexmark pools'))
    for (let number = 0; number < partsOfStream; number++) {
      const part = new Part(pools, drawOf('nexmark', number))
      const files = ['person', 'auction', 'bid'].map((kind) => linePart(`${unfinished}/${kind}`, number))
      const [persons, auctions, bids] = files as [LineFile, LineFile, LineFile]
      const [from, to] = rangeOfPart(number, events)
      for (let event = from; event < to; event++) {
        const turn = event % eventsPerRound
        if (turn === 0) persons.add(part.person(event))
        else if (turn <= auctionsPerRound) auctions.add(part.auction(event))
        else bids.add(part.bid(event))
      }
      for (const file of files) file.close()
    }
    return { lines: events, files: partsOfStream, lastTimeMs: timeOf(events - 1) }
  })
}
