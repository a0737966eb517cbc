/**
 * The Burrows-Wheeler order: where the rotations of `bytes` begin, sorted. Prefix doubling: each pass sorts by twice as
 * many bytes as the last one, by counting, so that no input takes long.
 */
export function sortRotations(bytes: Uint8Array): Int32Array {
  const length = bytes.length
  let order = new Int32Array(length)
  let sorted = new Int32Array(length)
  let classes = new Int32Array(length)
  let finer = new Int32Array(length)
  for (let at = 0; at < length; at++) {
    const next = at + 1 === length ? 0 : at + 1
    classes[at] = ((bytes[at] as number) << 8) | (bytes[next] as number)
    order[at] = at
  }
  const counts = new Int32Array(Math.max(65_536, length) + 1)
  let found = countingSort(order, classes, sorted, counts, 65_536, 0)
  for (let width = 0; ; width = width === 0 ? 2 : 2 * width) {
    if (width > 0) found = countingSort(order, classes, sorted, counts, found, width)
    const swapped = order
    order = sorted
    sorted = swapped
    found = classify(order, classes, finer, width)
    const coarser = classes
    classes = finer
    finer = coarser
    if (found === length || width >= length) return order
  }
}

/** Sorts what lies `width` before the ordered places by its class, keeping their order. */
function countingSort(
  order: Int32Array,
  classes: Int32Array,
  sorted: Int32Array,
  counts: Int32Array,
  classCount: number,
  width: number,
): number {
  const length = order.length
  const shift = width % length
  counts.fill(0, 0, classCount + 1)
  for (let at = 0; at < length; at++) {
    const next = (classes[at] as number) + 1
    counts[next] = (counts[next] as number) + 1
  }
  for (let one = 0; one < classCount; one++) counts[one + 1] = (counts[one + 1] as number) + (counts[one] as number)
  for (let at = 0; at < length; at++) {
    let place = (order[at] as number) - shift
    if (place < 0) place += length
    const one = classes[place] as number
    const to = counts[one] as number
    counts[one] = to + 1
    sorted[to] = place
  }
  return classCount
}

/** Numbers the classes of rotations that are equal in twice as many bytes. */
function classify(order: Int32Array, classes: Int32Array, finer: Int32Array, width: number): number {
  const length = order.length
  const shift = width % length
  let found = 0
  let before = order[0] as number
  finer[before] = 0
  for (let at = 1; at < length; at++) {
    const place = order[at] as number
    if (classes[place] !== classes[before] || behind(classes, place, shift) !== behind(classes, before, shift)) found++
    finer[place] = found
    before = place
  }
  return found + 1
}

function behind(classes: Int32Array, place: number, shift: number): number {
  const at = place + shift
  return classes[at >= classes.length ? at - classes.length : at] as number
}
