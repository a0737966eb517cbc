/**
 * Lengths of Huffman codes, none above `longest`: weights are made more alike until the longest code fits.
 *
 * @param weights how often each symbol comes; one that never comes gets a code too
 */
export function codeLengths(weights: Int32Array, longest: number): Uint8Array {
  for (let shared = Int32Array.from(weights, (weight) => Math.max(1, weight)); ; ) {
    const lengths = huffman(shared)
    if (lengths.every((length) => length <= longest)) return lengths
    shared = shared.map((weight) => 1 + (weight >>> 1))
  }
}

/** Two queues: the leaves by weight, and the inner nodes, which come in the order of their weights. */
function huffman(weights: Int32Array): Uint8Array {
  const leaves = weights.length
  const sorted = Array.from(weights, (weight, symbol) => ({ weight, symbol })).sort((a, b) => a.weight - b.weight)
  const sums = new Float64Array(leaves)
  const parents = new Int32Array(2 * leaves)
  let leaf = 0
  let inner = 0
  const lightest = (made: number): number => {
    const takesLeaf = leaf < leaves && (inner >= made || (sorted[leaf]?.weight as number) <= (sums[inner] as number))
    return takesLeaf ? leaf++ : leaves + inner++
  }
  const weightOf = (node: number): number =>
    node < leaves ? (sorted[node]?.weight as number) : (sums[node - leaves] as number)
  for (let made = 0; made < leaves - 1; made++) {
    const first = lightest(made)
    const second = lightest(made)
    sums[made] = weightOf(first) + weightOf(second)
    parents[first] = leaves + made
    parents[second] = leaves + made
  }
  const depths = new Uint8Array(2 * leaves)
  for (let node = 2 * leaves - 3; node >= 0; node--) depths[node] = (depths[parents[node] as number] as number) + 1
  const lengths = new Uint8Array(leaves)
  for (let at = 0; at < leaves; at++) lengths[sorted[at]?.symbol as number] = depths[at] as number
  return lengths
}
