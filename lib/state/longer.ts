/** A copy of an array with room for `length` numbers: those behind the copied ones are 0. */
export function longer(from: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(length)
  grown.set(from)
  return grown
}
