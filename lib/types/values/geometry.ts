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
}
