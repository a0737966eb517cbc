/** A GEOMETRY or a GEOGRAPHY in a user's row. */
export class Geometry {
  /** Well-known binary, its numbers with the lower byte first. */
  readonly wkb: Uint8Array
  /** Its spatial reference system. */
  readonly srid: number

  constructor(wkb: Uint8Array, srid: number) {
    this.wkb = wkb
    this.srid = srid
  }

  /** Of the internal value: the SRID in four bytes, then WKB. */
  static of(bytes: Uint8Array): Geometry {
    return new Geometry(bytes.slice(4), new DataView(bytes.buffer, bytes.byteOffset).getInt32(0, true))
  }

  /** The internal value. */
  bytes(): Uint8Array {
    const bytes = new Uint8Array(4 + this.wkb.length)
    new DataView(bytes.buffer).setInt32(0, this.srid, true)
    bytes.set(this.wkb, 4)
    return bytes
  }
}
