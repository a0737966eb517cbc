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

/** No session. */
const none = -1

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
  /** Saved sessions of which nothing begins at the start they were saved with: they were joined or begin earlier now. */
  replaced = 0
  /** By session, two words each. */
  starts = new Int32Array(2 * 64)
  ends = new Int32Array(2 * 64)
  /** Key of each session; −1 = the number is free. */
  #keys = new Int32Array(64).fill(none)
  #before = new Int32Array(64)
  #after = new Int32Array(64)
  /** 1 = known to the last saved version under its start. */
  #saved = new Uint8Array(64)
  /** By key: its last session, and how many it has. */
  #last = new Int32Array(64).fill(none)
  #counts = new Int32Array(64)
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
    return session < this.top && this.#keys[session] !== none
  }

  keyOf(session: number): number {
    return this.#keys[session] as number
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
    for (let i = 0; i < count; i++) {
      const at = 2 * (rows === undefined ? i : (rows[i] as number))
      sessions[i] = this.#placeRow(
        keys[i] as number,
        rowStarts[at + 1] as number,
        (rowStarts[at] as number) >>> 0,
        rowEnds[at + 1] as number,
        (rowEnds[at] as number) >>> 0,
      )
    }
  }

  #placeRow(key: number, startHigh: number, startLow: number, endHigh: number, endLow: number): number {
    let before = this.#last[key] as number
    let after = none
    while (before !== none && isLater(this.starts, before, startHigh, startLow)) {
      after = before
      before = this.#before[before] as number
    }
    if (before !== none && !isEarlier(this.ends, before, startHigh, startLow)) {
      if (isEarlier(this.ends, before, endHigh, endLow)) {
        setTime(this.ends, before, endHigh, endLow)
        this.#check(before, after)
      }
      return before
    }
    if (after !== none && !this.#ordered && !isLater(this.starts, after, endHigh, endLow)) {
      this.#replace(after)
      setTime(this.starts, after, startHigh, startLow)
      if (isEarlier(this.ends, after, endHigh, endLow)) {
        setTime(this.ends, after, endHigh, endLow)
        this.#check(after, this.#after[after] as number)
      }
      return after
    }
    const session = this.#insert(key, before, after)
    setTime(this.starts, session, startHigh, startLow)
    setTime(this.ends, session, endHigh, endLow)
    this.#check(session, after)
    return session
  }

  /** Notes a session that has come to reach its successor. */
  #check(session: number, after: number): void {
    if (after !== none && this.#reaches(session, after)) this.#overlapping.push(session)
  }

  #reaches(session: number, after: number): boolean {
    const { starts, ends } = this
    return !isLater(starts, after, ends[2 * session + 1] as number, (ends[2 * session] as number) >>> 0)
  }

  /** Joins sessions that reach into each other. Their numbers are free once the caller has moved what they hold: `release`. */
  join(): void {
    this.joinedCount = 0
    for (const session of this.#overlapping) {
      // It may have gone into an earlier one.
      if (this.#keys[session] === none) continue
      let after = this.#after[session] as number
      while (after !== none && this.#reaches(session, after)) {
        const high = this.ends[2 * after + 1] as number
        const low = (this.ends[2 * after] as number) >>> 0
        if (isEarlier(this.ends, session, high, low)) setTime(this.ends, session, high, low)
        this.#replace(after)
        this.#noteJoined(session, after)
        this.#unlink(after)
        after = this.#after[session] as number
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
    this.replaced += this.#saved[session] as number
    this.#saved[session] = 0
  }

  /** Takes a session out; gives its key. */
  remove(session: number): number {
    const key = this.#keys[session] as number
    this.#unlink(session)
    this.#saved[session] = 0
    this.#free.push(session)
    return key
  }

  /** The last saved version knows the session. */
  markSaved(session: number): void {
    this.#saved[session] = 1
  }

  /** Numbers of all sessions, ascending. */
  ids(): Int32Array {
    const ids = new Int32Array(this.size)
    let at = 0
    for (let session = 0; session < this.top; session++) if (this.#keys[session] !== none) ids[at++] = session
    return ids
  }

  /**
   * Begins anew with sessions of known numbers.
   *
   * @param sessions numbers, each once
   * @param keys of the sessions, below `keyTop`
   */
  restore(sessions: Int32Array, keys: Int32Array, keyTop: number, starts: Int64Vector, ends: Int64Vector): void {
    this.size = 0
    this.top = 0
    this.createdCount = 0
    this.joinedCount = 0
    this.replaced = 0
    this.#overlapping = []
    this.#keys.fill(none)
    this.#last.fill(none)
    this.#counts.fill(0)
    this.#saved.fill(0)
    this.#growKeys(keyTop)
    for (let i = 0; i < sessions.length; i++) {
      const session = sessions[i] as number
      const high = starts.words[2 * i + 1] as number
      const low = (starts.words[2 * i] as number) >>> 0
      let before = this.#last[keys[i] as number] as number
      let after = none
      while (before !== none && isLater(this.starts, before, high, low)) {
        after = before
        before = this.#before[before] as number
      }
      this.#place(session, keys[i] as number, before, after)
      setTime(this.starts, session, high, low)
      setTime(this.ends, session, ends.words[2 * i + 1] as number, ends.words[2 * i] as number)
      this.#saved[session] = 1
    }
    this.#free = []
    for (let session = this.top - 1; session >= 0; session--) {
      if (this.#keys[session] === none) this.#free.push(session)
    }
  }

  #insert(key: number, before: number, after: number): number {
    const session = this.#free.pop() ?? this.top
    if (this.createdCount === this.created.length)
      this.created = grown(this.created, new Int32Array(2 * this.createdCount))
    this.created[this.createdCount++] = session
    this.#place(session, key, before, after)
    return session
  }

  #place(session: number, key: number, before: number, after: number): void {
    if (session >= this.#keys.length) this.#growSessions(session + 1)
    if (session >= this.top) this.top = session + 1
    this.#keys[session] = key
    this.#before[session] = before
    this.#after[session] = after
    if (before !== none) this.#after[before] = session
    if (after !== none) this.#before[after] = session
    else this.#last[key] = session
    this.#counts[key] = (this.#counts[key] as number) + 1
    this.size++
  }

  #unlink(session: number): void {
    const key = this.#keys[session] as number
    const before = this.#before[session] as number
    const after = this.#after[session] as number
    if (before !== none) this.#after[before] = after
    if (after !== none) this.#before[after] = before
    else this.#last[key] = before
    this.#keys[session] = none
    this.#counts[key] = (this.#counts[key] as number) - 1
    this.size--
  }

  #growKeys(top: number): void {
    const had = this.#last.length
    if (top <= had) return
    this.#last = grown(this.#last, new Int32Array(Math.max(top, 2 * had)).fill(none, had))
    this.#counts = grown(this.#counts, new Int32Array(this.#last.length))
  }

  #growSessions(needed: number): void {
    const had = this.#keys.length
    const length = Math.max(needed, 2 * had)
    this.#keys = grown(this.#keys, new Int32Array(length).fill(none, had))
    this.#before = grown(this.#before, new Int32Array(length))
    this.#after = grown(this.#after, new Int32Array(length))
    this.#saved = grown(this.#saved, new Uint8Array(length))
    this.starts = grown(this.starts, new Int32Array(2 * length))
    this.ends = grown(this.ends, new Int32Array(2 * length))
  }
}

function isLater(times: Int32Array, at: number, high: number, low: number): boolean {
  const own = times[2 * at + 1] as number
  return own > high || (own === high && (times[2 * at] as number) >>> 0 > low)
}

function isEarlier(times: Int32Array, at: number, high: number, low: number): boolean {
  const own = times[2 * at + 1] as number
  return own < high || (own === high && (times[2 * at] as number) >>> 0 < low)
}

function setTime(times: Int32Array, at: number, high: number, low: number): void {
  times[2 * at] = low
  times[2 * at + 1] = high
}

function grown<A extends Int32Array | Uint8Array>(from: A, to: A): A {
  to.set(from)
  return to
}
