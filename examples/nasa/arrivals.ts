/** Lets the log files arrive one by one, as a web server's rotation would bring them. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

export interface Arrival {
  readonly name: string
  readonly bytes: number
  readonly lines: number
}

/** In the order in which they were logged, the sample of both months last. */
const order = ['1995-07-01-midnight', '1995-08-01-midnight', '1995-08-01-day', '1995-both-months-sample']

export class Arrivals {
  readonly #from: string
  readonly #to: string

  /**
   * @param from folder of `NAME.json.gz`
   * @param to folder where `NAME.json` arrives
   */
  constructor(from: string, to: string) {
    this.#from = from
    this.#to = to
    mkdirSync(to, { recursive: true })
  }

  get total(): number {
    return order.length
  }

  get arrived(): number {
    return readdirSync(this.#to).filter((name) => name.endsWith('.json')).length
  }

  /** Lets the next file arrive, whole and at once; undefined when all are there. */
  next(): Arrival | undefined {
    const name = order.find((one) => !existsSync(join(this.#to, `${one}.json`)))
    if (name === undefined) return undefined
    const bytes = gunzipSync(readFileSync(join(this.#from, `${name}.json.gz`)))
    // Written under a hidden name first: a reader never sees half a file.
    const hidden = join(this.#to, `.${name}.arriving`)
    writeFileSync(hidden, bytes)
    renameSync(hidden, join(this.#to, `${name}.json`))
    return {
      name: `${name}.json`,
      bytes: bytes.length,
      lines: bytes.reduce((count, byte) => (byte === 10 ? count + 1 : count), 0),
    }
  }
}
