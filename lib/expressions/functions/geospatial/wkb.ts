/** Well-known binary of the OGC, as Spark's `WkbReader` and `WkbWriter` take and give it. */
import { MillraceError } from '../../../errors.ts'

const names = ['', 'Point', 'LineString', 'Polygon', 'MultiPoint', 'MultiLineString', 'MultiPolygon']
const geometryCollection = 7

/** What a kind of many holds. */
const partOf = [0, 0, 0, 0, 1, 2, 3]

/** Which coordinates there are, by the thousands of the type. */
const dimensions = [2, 3, 3, 4]

/**
 * Reads and checks WKB, and writes it anew.
 *
 * @param littleEndian the order of bytes that is written
 * @param geography coordinates are degrees, and must be some
 * @throws WKB_PARSE_ERROR
 */
export function rewrittenWkb(wkb: Uint8Array, littleEndian: boolean, geography: boolean): Uint8Array {
  if (wkb.length < 1) throw malformed('WKB data is empty or null', 0)
  if (wkb.length < 5) throw malformed('WKB data too short', 0)
  const copy = new WkbCopy(wkb, littleEndian, geography)
  copy.geometry(undefined)
  return copy.written()
}

function malformed(message: string, at: number): MillraceError {
  return new MillraceError('WKB_PARSE_ERROR', `Error parsing WKB: ${message} at position ${at}`, {
    sqlState: '22023',
    parameters: { parseError: message, pos: `${at}` },
  })
}

class WkbCopy {
  readonly #from: DataView
  readonly #to: DataView
  readonly #bytes: Uint8Array
  readonly #littleEndian: boolean
  readonly #geography: boolean
  #at = 0
  #top = 0
  /** The order of bytes of the geometry that is read. */
  #order = true

  constructor(wkb: Uint8Array, littleEndian: boolean, geography: boolean) {
    this.#from = new DataView(wkb.buffer, wkb.byteOffset, wkb.byteLength)
    // What is written is as long as what is read.
    this.#bytes = new Uint8Array(wkb.length)
    this.#to = new DataView(this.#bytes.buffer)
    this.#littleEndian = littleEndian
    this.#geography = geography
  }

  written(): Uint8Array {
    return this.#bytes.slice(0, this.#top)
  }

  /** A geometry. @param dimension that of the geometry it is part of @returns which kind it is */
  geometry(dimension: number | undefined): number {
    const outer = this.#order
    this.#readOrder()
    const at = this.#at
    const type = this.#int()
    const base = type % 1000
    const own = Math.floor(type / 1000)
    const valid = type > 0 && base >= 1 && base <= geometryCollection && own <= 3
    if (!valid || (dimension !== undefined && own !== dimension))
      throw malformed(`Invalid or unsupported type ${type}`, at)
    this.#content(base, own)
    this.#order = outer
    return base
  }

  #content(base: number, dimension: number): void {
    switch (base) {
      case 1:
        return this.#point(dimension, true)
      case 2: {
        const at = this.#at
        const count = this.#count()
        if (count === 1) throw malformed('Too few points in linestring', at)
        for (let i = 0; i < count; i++) this.#point(dimension, false)
        return
      }
      case 3: {
        const count = this.#count()
        for (let i = 0; i < count; i++) this.#ring(dimension)
        return
      }
      default: {
        const count = this.#count()
        const part = partOf[base]
        for (let i = 0; i < count; i++) {
          const found = this.geometry(dimension)
          if (part !== undefined && found !== part) {
            throw malformed(`Expected ${names[part]} in ${names[base]}`, this.#at)
          }
        }
      }
    }
  }

  #ring(dimension: number): void {
    const at = this.#at
    const count = this.#count()
    const first = this.#top
    for (let i = 0; i < count; i++) this.#point(dimension, false)
    if (count < 4) throw malformed('Too few points in ring', at)
    const size = 8 * (dimensions[dimension] as number)
    const last = this.#top - size
    for (let i = 0; i < size; i += 8) {
      const [a, b] = [first + i, last + i].map((one) => this.#to.getFloat64(one, this.#littleEndian))
      if (a !== b) throw malformed('Ring is not closed', at)
    }
  }

  /** @param mayBeEmpty NaN stands for no point */
  #point(dimension: number, mayBeEmpty: boolean): void {
    const at = this.#at
    const count = dimensions[dimension] as number
    const values: number[] = []
    for (let i = 0; i < count; i++) {
      const value = this.#double()
      if (!Number.isFinite(value) && !(mayBeEmpty && Number.isNaN(value))) {
        throw malformed('Invalid coordinate value found', this.#at - 8)
      }
      values.push(value)
    }
    const [x = 0, y = 0] = values
    const empty = values.every(Number.isNaN)
    if (this.#geography && !empty && !(Math.abs(x) <= 180 && Math.abs(y) <= 90)) {
      throw malformed('Invalid coordinate value found', at)
    }
  }

  #need(count: number): void {
    if (this.#at + count > this.#from.byteLength) throw malformed('Unexpected end of WKB buffer', this.#at)
  }

  #readOrder(): void {
    this.#need(1)
    const order = this.#from.getInt8(this.#at)
    if (order !== 0 && order !== 1) throw malformed(`Invalid byte order ${order}`, this.#at)
    this.#at++
    this.#order = order === 1
    this.#bytes[this.#top++] = this.#littleEndian ? 1 : 0
  }

  #int(): number {
    this.#need(4)
    const value = this.#from.getInt32(this.#at, this.#order)
    this.#at += 4
    this.#to.setInt32(this.#top, value, this.#littleEndian)
    this.#top += 4
    return value
  }

  /** How many parts follow, each of at least one byte. */
  #count(): number {
    const count = this.#int()
    if (count < 0 || count > this.#from.byteLength)
      throw malformed('Unexpected end of WKB buffer', this.#from.byteLength)
    return count
  }

  #double(): number {
    this.#need(8)
    const value = this.#from.getFloat64(this.#at, this.#order)
    this.#at += 8
    this.#to.setFloat64(this.#top, value, this.#littleEndian)
    this.#top += 8
    return value
  }
}
