/**
 * Greenwald and Khanna's summary of a stream of numbers (Space-efficient Online Computation of Quantile Summaries, 2001)
 * with the buffering of Spark's `QuantileSummaries`, so that the same numbers give the same answers.
 */
import type { ByteArena } from '../../../columnar/bytes.ts'
import type { BytesReader } from '../../../columnar/bytes-reader.ts'
import type { ObjectForm } from '../../../columnar/cells/object-cells.ts'

/** A number, how many ranks it stands for, and how uncertain its highest rank is. */
interface Sample {
  readonly value: number
  readonly g: number
  readonly delta: number
}

/** A sample, and the ranks of those up to it. */
interface Place {
  readonly at: number
  readonly minRank: number
}

/** Numbers that are sorted in at once. */
const headSize = 50_000
/** Samples beyond which a summary is compressed when the head has been sorted in. */
const compressThreshold = 10_000

export class QuantileSummary {
  readonly relativeError: number
  samples: Sample[] = []
  head: number[] = []
  count = 0

  constructor(relativeError: number) {
    this.relativeError = relativeError
  }

  insert(value: number): void {
    this.head.push(value)
    if (this.head.length < headSize) return
    this.#sortIn()
    if (this.samples.length >= compressThreshold) this.compress()
  }

  compress(): void {
    this.#sortIn()
    this.samples = compressed(this.samples, 2 * this.relativeError * this.count)
  }

  /** Adds the numbers of another summary of the same error; both are compressed. */
  merge(other: QuantileSummary): void {
    this.compress()
    other.compress()
    if (other.count === 0) return
    if (this.count === 0) {
      this.samples = [...other.samples]
      this.count = other.count
      return
    }
    const samples = mergedSamples(
      this.samples,
      other.samples,
      Math.floor(2 * other.relativeError * other.count),
      Math.floor(2 * this.relativeError * this.count),
    )
    this.count += other.count
    this.samples = compressed(samples, 2 * Math.max(this.relativeError, other.relativeError) * this.count)
  }

  /** The numbers at these parts of all of them, each from 0 to 1; undefined when there are none. */
  query(percentages: readonly number[]): readonly number[] | undefined {
    this.compress()
    const { samples } = this
    const [first] = samples
    const last = samples.at(-1)
    if (first === undefined || last === undefined) return undefined
    const targetError = samples.reduce((most, { g, delta }) => Math.max(most, g + delta), 0) / 2
    const answers: number[] = []
    // From the smallest up, each search going on where the one before it ended.
    const inOrder = percentages
      .map((percentage, at) => ({ percentage, at }))
      .sort((x, y) => x.percentage - y.percentage)
    let place: Place = { at: 0, minRank: first.g }
    for (const { percentage, at } of inOrder) {
      if (percentage <= this.relativeError || samples.length === 1) answers[at] = first.value
      else if (percentage >= 1 - this.relativeError) answers[at] = last.value
      else {
        place = this.#find(Math.ceil(percentage * this.count), targetError, place)
        answers[at] = (samples[place.at] as Sample).value
      }
    }
    return answers
  }

  #find(rank: number, targetError: number, from: Place): Place {
    let { at, minRank } = from
    for (; at < this.samples.length - 1; minRank += (this.samples[at] as Sample).g) {
      const maxRank = minRank + (this.samples[at] as Sample).delta
      if (maxRank - targetError <= rank && rank <= minRank + targetError) return { at, minRank }
      at += 1
    }
    return { at: this.samples.length - 1, minRank: 0 }
  }

  #sortIn(): void {
    if (this.head.length === 0) return
    const sorted = Float64Array.from(this.head).sort()
    const merged: Sample[] = []
    let at = 0
    for (let i = 0; i < sorted.length; i++) {
      const value = sorted[i] as number
      while (at < this.samples.length && (this.samples[at] as Sample).value <= value) {
        merged.push(this.samples[at++] as Sample)
      }
      this.count += 1
      const edge = merged.length === 0 || (at === this.samples.length && i === sorted.length - 1)
      merged.push({ value, g: 1, delta: edge ? 0 : Math.floor(2 * this.relativeError * this.count) })
    }
    while (at < this.samples.length) merged.push(this.samples[at++] as Sample)
    this.samples = merged
    this.head = []
  }
}

function compressed(samples: readonly Sample[], mergeThreshold: number): Sample[] {
  const [first] = samples
  let head = samples.at(-1)
  if (first === undefined || head === undefined) return []
  const backwards: Sample[] = []
  for (let i = samples.length - 2; i >= 1; i--) {
    const sample = samples[i] as Sample
    if (sample.g + head.g + head.delta < mergeThreshold) head = { ...head, g: head.g + sample.g }
    else {
      backwards.push(head)
      head = sample
    }
  }
  backwards.push(head)
  if (samples.length > 1 && first.value <= head.value) backwards.push(first)
  return backwards.reverse()
}

function mergedSamples(
  own: readonly Sample[],
  others: readonly Sample[],
  ownDelta: number,
  otherDelta: number,
): Sample[] {
  const merged: Sample[] = []
  let a = 0
  let b = 0
  while (a < own.length && b < others.length) {
    const x = own[a] as Sample
    const y = others[b] as Sample
    if (x.value < y.value) {
      a += 1
      merged.push({ ...x, delta: x.delta + (b > 0 ? ownDelta : 0) })
    } else {
      b += 1
      merged.push({ ...y, delta: y.delta + (a > 0 ? otherDelta : 0) })
    }
  }
  while (a < own.length) merged.push(own[a++] as Sample)
  while (b < others.length) merged.push(others[b++] as Sample)
  return merged
}

/** Saved compressed, as Spark's digests are. */
export function summaryForm(relativeError: number): ObjectForm<QuantileSummary> {
  return {
    write(summary, to) {
      summary.compress()
      const at = to.reserve(12 + 24 * summary.samples.length)
      to.view.setFloat64(at, summary.count, true)
      to.view.setInt32(at + 8, summary.samples.length, true)
      for (const [i, { value, g, delta }] of summary.samples.entries())
        writeSample(to, at + 12 + 24 * i, value, g, delta)
      to.top = at + 12 + 24 * summary.samples.length
    },
    read(from) {
      const summary = new QuantileSummary(relativeError)
      summary.count = double(from)
      for (let left = from.int(); left > 0; left--) {
        summary.samples.push({ value: double(from), g: double(from), delta: double(from) })
      }
      return summary
    },
  }
}

function writeSample(to: ByteArena, at: number, value: number, g: number, delta: number): void {
  to.view.setFloat64(at, value, true)
  to.view.setFloat64(at + 8, g, true)
  to.view.setFloat64(at + 16, delta, true)
}

const double = (from: BytesReader) => from.view.getFloat64(from.skip(8), true)
