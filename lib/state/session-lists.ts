/**
 * Intervals by key, in the order of their starts: what session windows are before they have an aggregate. Rows are placed
 * in the order in which they come, each at the cost of a step or two from the key's last session; sessions that have
 * grown into each other are joined afterwards, all at once, so that a batch's rows can be accumulated in one call between
 * the two.
 *
 * Sessions that touch are one (golden `session-gap-equal`): the end of the first may be the start of the second. Times are
 * compared as words, high signed and low unsigned.
 */
import type { Int64Vector } from '../columnar/vector.ts'
import { timeVector } from './time-words.ts'

/** No session. */
const none = -1
/** Words of a session, and where they are. */
const stride = 8
const startAt = 0
const endAt = 2
/** Its key plus one; 0 = the number is free. */
const keyAt = 4
const beforeAt = 5
const afterAt = 6
/** 1 = known to the last saved version under its start. */
const savedAt = 7

export class SessionLists {
  /** Sessions now. */
  size = 0
  /** One above the highest number ever given to a session. */
  top = 0
  /** Sessions that the last `place` made: numbers, the first `createdCount`. They may have been used before. */
  created = new Int32Array(64)
  createdCount = 0
  /** What the last `join` joined: session `from[i]` has gone into `into[i]`, the first `joinedCount`, in order of start. */
  into = new Int32Array(16)
  from = new Int32Array(16)
  joinedCount = 0
  /** Steps that the last `place` took from one session of a key to the next. */
  steps = 0
  /** Saved sessions of which nothing begins at the start they were saved with: they were joined or begin earlier now. */
  replaced = 0
  /** By session, `stride` words: one line of the cache. */
  #records = new Int32Array(64 * stride)
  /** By key: the session that a row was last placed in, from where the next one is looked for; and how many it has. */
  #recent = new Int32Array(64).fill(none)
  #counts = new Int32Array(64)
  /** One above the highest key. */
  #keyTop = 0
  #free: number[] = []
  /** Sessions that reach into their successor. */
  #overlapping: number[] = []
  readonly #ordered: boolean

  /**
   * @param ordered rows come by start, and a row that begins before a session it touches gets a session of its own, so
   *   that the two are accumulated apart and joined in order of start (Spark's MergingSortWithSessionWindowStateIterator)
   */
  constructor(ordered: boolean) {
    this.#ordered = ordered
  }

  has(session: number): boolean {
    return session < this.top && this.#records[session * stride + keyAt] !== 0
  }

  keyOf(session: number): number {
    return (this.#records[session * stride + keyAt] as number) - 1
  }

  /** Starts of the first `count` sessions of `ids`, as a column. */
  starts(ids: Int32Array, count: number): Int64Vector {
    return this.#times(startAt, ids, count)
  }

  /** Their ends. */
  ends(ids: Int32Array, count: number): Int64Vector {
    return this.#times(endAt, ids, count)
  }

  #times(part: number, ids: Int32Array, count: number): Int64Vector {
    const records = this.#records
    const words = new Int32Array(2 * count)
    for (let i = 0; i < count; i++) {
      const at = (ids[i] as number) * stride + part
      words[2 * i] = records[at] as number
      words[2 * i + 1] = records[at + 1] as number
    }
    return timeVector(words)
  }

  /** Sessions of a key. */
  count(key: number): number {
    return key < this.#counts.length ? (this.#counts[key] as number) : 0
  }

  /**
   * Finds or makes the session of each row; it grows by the row's own interval.
   *
   * @param keys key of each row, below `keyTop`
   * @param rows row numbers; undefined = rows 0 … count−1
   * @param sessions takes the numbers of the sessions, one per row; all stay valid until `join`
   */
  place(
    keys: Int32Array,
    keyTop: number,
    { words: rowStarts }: Int64Vector,
    { words: rowEnds }: Int64Vector,
    rows: Int32Array | undefined,
    count: number,
    sessions: Int32Array,
  ): void {
    this.#growKeys(keyTop)
    this.createdCount = 0
    this.steps = 0
    for (let i = 0; i < count; i++) {
      const at = 2 * (rows === undefined ? i : (rows[i] as number))
      const key = keys[i] as number
      const session = this.#placeRow(
        key,
        rowStarts[at + 1] as number,
        (rowStarts[at] as number) >>> 0,
        rowEnds[at + 1] as number,
        (rowEnds[at] as number) >>> 0,
      )
      this.#recent[key] = session
      sessions[i] = session
    }
  }

  #placeRow(key: number, startHigh: number, startLow: number, endHigh: number, endLow: number): number {
    const records = this.#records
    let before = this.#recent[key] as number
    let after = none
    if (before !== none && !isLater(records, before * stride + startAt, startHigh, startLow)) {
      after = records[before * stride + afterAt] as number
      while (after !== none && !isLater(records, after * stride + startAt, startHigh, startLow)) {
        before = after
        after = records[before * stride + afterAt] as number
        this.steps++
      }
    }
    while (before !== none && isLater(records, before * stride + startAt, startHigh, startLow)) {
      after = before
      before = records[before * stride + beforeAt] as number
      this.steps++
    }
    if (before !== none && !isEarlier(records, before * stride + endAt, startHigh, startLow)) {
      this.#lengthen(before, after, endHigh, endLow)
      return before
    }
    if (after !== none && !this.#ordered && !isLater(records, after * stride + startAt, endHigh, endLow)) {
      this.#replace(after)
      setTime(records, after * stride + startAt, startHigh, startLow)
      this.#lengthen(after, records[after * stride + afterAt] as number, endHigh, endLow)
      return after
    }
    const session = this.#insert(key, before, after)
    setTime(this.#records, session * stride + startAt, startHigh, startLow)
    setTime(this.#records, session * stride + endAt, endHigh, endLow)
    this.#check(session, after)
    return session
  }

  #lengthen(session: number, after: number, endHigh: number, endLow: number): void {
    if (!isEarlier(this.#records, session * stride + endAt, endHigh, endLow)) return
    setTime(this.#records, session * stride + endAt, endHigh, endLow)
    this.#check(session, after)
  }

  /** Notes a session that has come to reach its successor. */
  #check(session: number, after: number): void {
    if (after !== none && this.#reaches(session, after)) this.#overlapping.push(session)
  }

  #reaches(session: number, after: number): boolean {
    const records = this.#records
    const end = session * stride + endAt
    return !isLater(records, after * stride + startAt, records[end + 1] as number, (records[end] as number) >>> 0)
  }

  /** Joins sessions that reach into each other. Their numbers are free once the caller has moved what they hold: `release`. */
  join(): void {
    this.joinedCount = 0
    const records = this.#records
    for (const session of this.#overlapping) {
      // It may have gone into an earlier one.
      if (!this.has(session)) continue
      let after = records[session * stride + afterAt] as number
      while (after !== none && this.#reaches(session, after)) {
        const end = after * stride + endAt
        const high = records[end + 1] as number
        const low = (records[end] as number) >>> 0
        if (isEarlier(records, session * stride + endAt, high, low))
          setTime(records, session * stride + endAt, high, low)
        this.#replace(after)
        this.#noteJoined(session, after)
        this.#unlink(after)
        after = records[session * stride + afterAt] as number
      }
    }
    this.#overlapping = []
  }

  /** Makes the numbers of the sessions that `join` joined free. */
  release(): void {
    for (let i = 0; i < this.joinedCount; i++) this.#free.push(this.from[i] as number)
    this.joinedCount = 0
  }

  #noteJoined(into: number, from: number): void {
    if (this.joinedCount === this.into.length) {
      this.into = grown(this.into, new Int32Array(2 * this.joinedCount))
      this.from = grown(this.from, new Int32Array(2 * this.joinedCount))
    }
    this.into[this.joinedCount] = into
    this.from[this.joinedCount++] = from
  }

  #replace(session: number): void {
    const at = session * stride + savedAt
    this.replaced += this.#records[at] as number
    this.#records[at] = 0
  }

  /** Takes a session out; gives its key. */
  remove(session: number): number {
    const key = this.keyOf(session)
    this.#unlink(session)
    this.#free.push(session)
    return key
  }

  /**
   * Adds a session that a saved version knows, which begins after the others of its key; gives its number.
   *
   * @param key below `keyTop`
   * @param starts and `ends`: row `row` is its own
   */
  append(key: number, keyTop: number, starts: Int64Vector, ends: Int64Vector, row: number): number {
    this.#growKeys(keyTop)
    const session = this.#free.pop() ?? this.top
    this.#appendSaved(session, key, starts, ends, row)
    return session
  }

  #appendSaved(session: number, key: number, starts: Int64Vector, ends: Int64Vector, row: number): void {
    this.#link(session, key, this.#recent[key] as number, none)
    this.#recent[key] = session
    const at = session * stride
    setTime(this.#records, at + startAt, starts.words[2 * row + 1] as number, starts.words[2 * row] as number)
    setTime(this.#records, at + endAt, ends.words[2 * row + 1] as number, ends.words[2 * row] as number)
    this.markSaved(session)
  }

  /** The last saved version knows the session. */
  markSaved(session: number): void {
    this.#records[session * stride + savedAt] = 1
  }

  /** Does the last saved version know the session, under the start that it has now? */
  isSaved(session: number): boolean {
    return this.has(session) && this.#records[session * stride + savedAt] === 1
  }

  /** Numbers of all sessions, ascending. */
  ids(): Int32Array {
    const ids = new Int32Array(this.size)
    let at = 0
    for (let session = 0; session < this.top; session++) if (this.has(session)) ids[at++] = session
    return ids
  }

  /**
   * Begins anew with sessions of known numbers.
   *
   * @param sessions numbers, each once
   * @param keys of the sessions, below `keyTop`
   */
  restore(sessions: Int32Array, keys: Int32Array, keyTop: number, starts: Int64Vector, ends: Int64Vector): void {
    this.#records.fill(0, 0, this.top * stride)
    this.#recent.fill(none, 0, this.#keyTop)
    this.#counts.fill(0, 0, this.#keyTop)
    this.#keyTop = 0
    this.size = 0
    this.top = 0
    this.createdCount = 0
    this.joinedCount = 0
    this.replaced = 0
    this.#overlapping = []
    this.#growKeys(keyTop)
    const order = Int32Array.from({ length: sessions.length }, (_, at) => at)
    const { values } = starts
    // Mostly in order: numbers are given as sessions begin.
    order.sort((a, b) => ((values[a] as bigint) < (values[b] as bigint) ? -1 : 1))
    for (const at of order) {
      this.#appendSaved(sessions[at] as number, keys[at] as number, starts, ends, at)
    }
    this.#free = []
    for (let session = this.top - 1; session >= 0; session--) if (!this.has(session)) this.#free.push(session)
  }

  #insert(key: number, before: number, after: number): number {
    const session = this.#free.pop() ?? this.top
    if (this.createdCount === this.created.length)
      this.created = grown(this.created, new Int32Array(2 * this.createdCount))
    this.created[this.createdCount++] = session
    this.#link(session, key, before, after)
    return session
  }

  #link(session: number, key: number, before: number, after: number): void {
    if ((session + 1) * stride > this.#records.length)
      this.#records = grown(this.#records, new Int32Array(2 * (session + 1) * stride))
    if (session >= this.top) this.top = session + 1
    const records = this.#records
    const at = session * stride
    records[at + keyAt] = key + 1
    records[at + beforeAt] = before
    records[at + afterAt] = after
    records[at + savedAt] = 0
    if (before !== none) records[before * stride + afterAt] = session
    if (after !== none) records[after * stride + beforeAt] = session
    this.#counts[key] = (this.#counts[key] as number) + 1
    this.size++
  }

  #unlink(session: number): void {
    const records = this.#records
    const at = session * stride
    const key = (records[at + keyAt] as number) - 1
    const before = records[at + beforeAt] as number
    const after = records[at + afterAt] as number
    if (before !== none) records[before * stride + afterAt] = after
    if (after !== none) records[after * stride + beforeAt] = before
    if (this.#recent[key] === session) this.#recent[key] = before !== none ? before : after
    records[at + keyAt] = 0
    this.#counts[key] = (this.#counts[key] as number) - 1
    this.size--
  }

  #growKeys(top: number): void {
    if (top > this.#keyTop) this.#keyTop = top
    const had = this.#recent.length
    if (top <= had) return
    this.#recent = grown(this.#recent, new Int32Array(Math.max(top, 2 * had)).fill(none, had))
    this.#counts = grown(this.#counts, new Int32Array(this.#recent.length))
  }
}

/** Whether the time whose words begin at `at` is after another. */
function isLater(records: Int32Array, at: number, high: number, low: number): boolean {
  const own = records[at + 1] as number
  return own > high || (own === high && (records[at] as number) >>> 0 > low)
}

/** Whether it is before. */
function isEarlier(records: Int32Array, at: number, high: number, low: number): boolean {
  const own = records[at + 1] as number
  return own < high || (own === high && (records[at] as number) >>> 0 < low)
}

function setTime(records: Int32Array, at: number, high: number, low: number): void {
  records[at] = low
  records[at + 1] = high
}

function grown(from: Int32Array, to: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  to.set(from)
  return to
}
