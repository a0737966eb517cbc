/** Keys of state tables. A group's key is its row in normal form (row-codec); what belongs to it has its bytes in front. */

/** One after the other. */
export function joinBytes(first: Uint8Array, second: Uint8Array): Uint8Array {
  const joined = new Uint8Array(first.length + second.length)
  joined.set(first)
  joined.set(second, first.length)
  return joined
}

/** The least bytes behind all that begin with `prefix`; undefined = there are none. */
export function afterPrefix(prefix: Uint8Array): Uint8Array | undefined {
  let length = prefix.length
  while (length > 0 && prefix[length - 1] === 0xff) length--
  if (length === 0) return undefined
  const after = prefix.slice(0, length)
  after[length - 1] = (after[length - 1] as number) + 1
  return after
}
