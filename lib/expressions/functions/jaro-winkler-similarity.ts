import { doubleType } from '../../types/types.ts'
import { plainFunction } from './text/text-function.ts'

/** Which UTF-16 units of the shorter text have their like nearby in the longer one. */
function matches(shorter: string, longer: string): { readonly own: number[]; readonly others: number[] } {
  const range = Math.max(Math.floor(longer.length / 2) - 1, 0)
  const taken = new Set<number>()
  const own: number[] = []
  for (let at = 0; at < shorter.length; at++) {
    const end = Math.min(at + range + 1, longer.length)
    for (let other = Math.max(at - range, 0); other < end; other++) {
      if (taken.has(other) || shorter.charCodeAt(at) !== longer.charCodeAt(other)) continue
      taken.add(other)
      own.push(shorter.charCodeAt(at))
      break
    }
  }
  return { own, others: [...taken].sort((a, b) => a - b).map((at) => longer.charCodeAt(at)) }
}

/** From 0 (nothing alike) to 1 (the same), over UTF-16 units as Java's strings have them. */
function similarity(left: string, right: string): number {
  if (left === right) return 1
  const [shorter, longer] = left.length > right.length ? [right, left] : [left, right]
  const { own, others } = matches(shorter, longer)
  const count = own.length
  if (count === 0) return 0
  const swapped = own.filter((unit, at) => unit !== others[at]).length / 2
  const jaro = (count / left.length + count / right.length + (count - swapped) / count) / 3
  let prefix = 0
  while (prefix < Math.min(4, shorter.length) && left.charCodeAt(prefix) === right.charCodeAt(prefix)) prefix++
  return jaro + 0.1 * prefix * (1 - jaro)
}

export const jaroWinklerSimilarity = plainFunction(
  {
    name: 'jaro_winkler_similarity',
    summary: 'How alike two texts are, from 0 to 1; what they begin with counts more.',
    takes: ['string', 'string'],
    gives: doubleType,
    nullable: true,
  },
  similarity,
)
