/**
 * A histogram of at most so many bins, whose closest neighbours are merged (Ben-Haim and Tom-Tov, A Streaming Parallel
 * Decision Tree Algorithm, 2010), with the random ties of Spark's `NumericHistogram`.
 */
import type { ByteArena } from '../../../columnar/bytes.ts'
import type { BytesReader } from '../../../columnar/bytes-reader.ts'
import type { ObjectForm } from '../../../columnar/cells/object-cells.ts'
import { XorShift } from '../../functions/random/xor-shift.ts'

interface Bin {
  x: number
  y: number
}

const tieSeed = 31183n

export class NumericHistogram {
  readonly most: number
  bins: Bin[] = []
  readonly #random = new XorShift(tieSeed)

  /** @param most bins that it may have */
  constructor(most: number) {
    this.most = most
  }

  add(value: number): void {
    let low = 0
    let high = this.bins.length
    while (low < high) {
      const middle = (low + high) >> 1
      const { x } = this.bins[middle] as Bin
      if (x === value) {
        ;(this.bins[middle] as Bin).y += 1
        return
      }
      if (x > value) high = middle
      else low = middle + 1
    }
    this.bins.splice(low, 0, { x: value, y: 1 })
    this.#trim()
  }

  merge(other: NumericHistogram): void {
    this.bins = [...this.bins, ...other.bins.map((bin) => ({ ...bin }))].sort((a, b) => a.x - b.x)
    this.#trim()
  }

  #trim(): void {
    const { bins } = this
    while (bins.length > this.most) {
      const at = this.#closest()
      const [a, b] = [bins[at] as Bin, bins[at + 1] as Bin]
      const height = a.y + b.y
      a.x = a.x * (a.y / height) + (b.x / height) * b.y
      a.y = height
      bins.splice(at + 1, 1)
    }
  }

  /** The first of the two bins that are closest; one of several such at random. */
  #closest(): number {
    const distance = (at: number) => (this.bins[at + 1] as Bin).x - (this.bins[at] as Bin).x
    let smallest = distance(0)
    let found = 0
    let ties = 1
    for (let at = 1; at < this.bins.length - 1; at++) {
      const given = distance(at)
      if (given < smallest) {
        smallest = given
        found = at
        ties = 1
      } else if (given === smallest) {
        ties += 1
        if (this.#random.nextDouble() <= 1 / ties) found = at
      }
    }
    return found
  }
}

/** How a histogram is saved. */
export function histogramForm(most: number): ObjectForm<NumericHistogram> {
  return {
    write({ bins }: NumericHistogram, to: ByteArena) {
      const at = to.reserve(4 + 16 * bins.length)
      to.view.setInt32(at, bins.length, true)
      for (const [i, { x, y }] of bins.entries()) {
        to.view.setFloat64(at + 4 + 16 * i, x, true)
        to.view.setFloat64(at + 12 + 16 * i, y, true)
      }
      to.top = at + 4 + 16 * bins.length
    },
    read(from: BytesReader) {
      const histogram = new NumericHistogram(most)
      for (let left = from.int(); left > 0; left--) {
        const x = from.view.getFloat64(from.skip(8), true)
        histogram.bins.push({ x, y: from.view.getFloat64(from.skip(8), true) })
      }
      return histogram
    },
  }
}
