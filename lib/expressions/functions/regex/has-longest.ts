/** How far a group looks behind at most, as Java finds out: it refuses patterns for which it sees no most. */
import type { JavaNode } from './java-syntax.ts'

const mostRepeats = 0x7fffffff

/** Java's `TreeInfo`, whose lengths are ints that wrap. */
interface Lengths {
  longest: number
  known: boolean
  deterministic: boolean
}

/** Whether Java takes the group: its study of the tree finds a longest text. */
export function hasLongest(body: JavaNode): boolean {
  const lengths = { longest: 0, known: true, deterministic: true }
  study(body, lengths)
  return lengths.known
}

function study(node: JavaNode, lengths: Lengths): void {
  switch (node.kind) {
    case 'leaf':
      if (!node.assertion) lengths.longest = (lengths.longest + 1) | 0
      return
    case 'sequence':
      for (const item of node.items) study(item, lengths)
      return
    case 'branches':
      return studyBranches(node.items, lengths)
    case 'repeated':
      return studyRepeated(node, lengths)
    case 'reference':
      lengths.known = false
      return
    case 'look':
      return
    default:
      return study(node.body, lengths)
  }
}

function studyBranches(items: readonly JavaNode[], lengths: Lengths): void {
  let longest = -1
  let known = lengths.known
  for (const item of items) {
    const own = { longest: 0, known: true, deterministic: true }
    study(item, own)
    longest = Math.max(longest, own.longest)
    known &&= own.known
  }
  lengths.longest = (lengths.longest + longest) | 0
  lengths.known = known
  lengths.deterministic = false
}

function studyRepeated(node: JavaNode & { readonly kind: 'repeated' }, lengths: Lengths): void {
  const { body, least, most, mode, counted } = node
  if (least === 0 && most === 1 && !counted) {
    if (body.kind === 'group' && mode !== '+') return studyBranches([body, { kind: 'sequence', items: [] }], lengths)
    study(body, lengths)
    lengths.deterministic = false
    return
  }
  const endless = most === Number.POSITIVE_INFINITY
  if (endless && mode === '' && body.kind === 'leaf' && !body.assertion) {
    lengths.longest = (lengths.longest + mostRepeats) | 0
    lengths.deterministic = false
    return
  }
  const own = { longest: 0, known: true, deterministic: true }
  study(body, own)
  // Groups of which one round may go several ways are a loop, of which nothing is known.
  if (body.kind === 'group' && mode !== '+' && !own.deterministic) lengths.known = false
  const longest = (Math.imul(own.longest, endless ? mostRepeats : most) + lengths.longest) | 0
  lengths.known &&= own.known && longest >= lengths.longest
  lengths.longest = longest
  lengths.deterministic &&= own.deterministic && least === most
}
