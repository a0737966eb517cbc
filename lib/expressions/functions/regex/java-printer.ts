/** Parsed regular expressions of Java's as JavaScript's. */
import type { JavaNode } from './java-syntax.ts'

/** Which groups a place can count on. */
interface Captured {
  /** They have taken part for certain. */
  readonly surely: ReadonlySet<number>
  /** They may have. */
  readonly maybe: ReadonlySet<number>
}

/** Prints one pattern: atomic groups become captures of their own, so groups get other numbers. */
export class JavaPrinter {
  /** JavaScript's number of each of Java's groups, by Java's; 0 for the whole. */
  readonly numbers: number[] = [0]
  /** Groups that JavaScript forgets where Java does not: left out in the last round of a loop, or in what must not fit. */
  readonly forgotten = new Set<number>()
  #count = 0
  #behind = false
  #captured: Captured = { surely: new Set(), maybe: new Set() }
  readonly #refuse: (what: string) => never

  constructor(refuse: (what: string) => never) {
    this.#refuse = refuse
  }

  print(node: JavaNode): string {
    switch (node.kind) {
      case 'leaf':
        return node.source
      case 'sequence':
        return node.items
          .map((item) => (item.kind === 'branches' ? `(?:${this.print(item)})` : this.print(item)))
          .join('')
      case 'branches':
        return this.#branches(node.items)
      case 'group':
        return node.index === undefined ? `(?:${this.print(node.body)})` : this.#capturing(node.index, node.body)
      case 'atomic':
        return this.#atomic(() => this.print(node.body), '(?>…)')
      case 'look':
        return this.#look(node)
      case 'repeated':
        return this.#repeated(node)
      case 'reference':
        return this.#reference(node.index)
    }
  }

  #branches(items: readonly JavaNode[]): string {
    const before = this.#captured
    const ends: Captured[] = []
    const source = items.map((item) => {
      this.#captured = before
      const text = this.print(item)
      ends.push(this.#captured)
      return text
    })
    const [first, ...others] = ends as [Captured, ...Captured[]]
    this.#captured = {
      surely: new Set([...first.surely].filter((index) => others.every(({ surely }) => surely.has(index)))),
      maybe: new Set(ends.flatMap(({ maybe }) => [...maybe])),
    }
    return source.join('|')
  }

  #capturing(index: number, body: JavaNode): string {
    this.numbers[index] = ++this.#count
    const source = `(${this.print(body)})`
    const { surely, maybe } = this.#captured
    this.#captured = { surely: new Set([...surely, index]), maybe: new Set([...maybe, index]) }
    return source
  }

  /** What is found first is all that there is: a lookahead never tries again. */
  #atomic(print: () => string, shown: string): string {
    if (this.#behind) return this.#refuse(`${shown} in a group that looks behind`)
    const number = ++this.#count
    return `(?:(?=(${print()}))\\${number})`
  }

  #look({ behind, negative, body }: JavaNode & { readonly kind: 'look' }): string {
    const before = this.#captured
    const around = this.#behind
    this.#behind = around || behind
    const source = `(?${behind ? '<' : ''}${negative ? '!' : '='}${this.print(body)})`
    this.#behind = around
    if (negative) {
      const inside = groupsIn(body)
      this.#captured = { ...before, maybe: new Set([...before.maybe, ...inside]) }
      for (const index of inside) this.forgotten.add(index)
    }
    return source
  }

  #repeated(node: JavaNode & { readonly kind: 'repeated' }): string {
    if (node.mode === '+') return this.#atomic(() => this.#loop(node, ''), 'a possessive quantifier')
    return this.#loop(node, node.mode)
  }

  #loop({ body, least, most }: JavaNode & { readonly kind: 'repeated' }, mode: '' | '?'): string {
    const before = this.#captured
    const inside = groupsIn(body)
    if (most > 1) this.#captured = { ...before, maybe: new Set([...before.maybe, ...inside]) }
    const whole = body.kind === 'leaf' ? body.assertion !== true : body.kind === 'group' || body.kind === 'atomic'
    const source = whole ? this.print(body) : `(?:${this.print(body)})`
    const after = this.#captured
    if (most > 1) for (const index of inside) if (!after.surely.has(index)) this.forgotten.add(index)
    if (least === 0) this.#captured = { surely: before.surely, maybe: after.maybe }
    if (!prefersNothing(body)) return `${source}${quantifier(least, most)}${mode}`
    // JavaScript goes on looking where a round of a loop took nothing; Java is content with it.
    if (most > 1) return this.#refuse('a loop that may take nothing before it tries something')
    return least === 1 ? source : mode === '?' ? `(?:|${source})` : `(?:${source}|)`
  }

  #reference(index: number): string {
    const { surely, maybe } = this.#captured
    if (surely.has(index)) return `(?:\\${this.numbers[index]})`
    // In Java a reference fails where its group has not taken part; in JavaScript it fits nothing.
    return maybe.has(index) ? this.#refuse(`\\${index} to a group that may not have taken part`) : '(?!)'
  }
}

/** Whether the empty text is tried before a longer one. */
function prefersNothing(node: JavaNode): boolean {
  switch (node.kind) {
    case 'branches':
      return node.items.some(prefersNothing) || node.items.slice(0, -1).some(mayBeEmpty)
    case 'sequence':
      return node.items.every(mayBeEmpty) && node.items.some(prefersNothing)
    case 'repeated':
      return (node.mode === '?' && node.least === 0 && node.most > 0) || prefersNothing(node.body)
    case 'group':
    case 'atomic':
      return prefersNothing(node.body)
    default:
      return false
  }
}

function mayBeEmpty(node: JavaNode): boolean {
  switch (node.kind) {
    case 'leaf':
      return node.assertion === true
    case 'sequence':
      return node.items.every(mayBeEmpty)
    case 'branches':
      return node.items.some(mayBeEmpty)
    case 'repeated':
      return node.least === 0 || mayBeEmpty(node.body)
    case 'group':
    case 'atomic':
      return mayBeEmpty(node.body)
    default:
      return true
  }
}

function quantifier(least: number, most: number): string {
  if (most === Number.POSITIVE_INFINITY) return least === 0 ? '*' : least === 1 ? '+' : `{${least},}`
  if (most === 1 && least === 0) return '?'
  return least === most ? `{${least}}` : `{${least},${most}}`
}

function groupsIn(node: JavaNode): readonly number[] {
  switch (node.kind) {
    case 'leaf':
    case 'reference':
      return []
    case 'sequence':
    case 'branches':
      return node.items.flatMap(groupsIn)
    case 'group':
      return [...(node.index === undefined ? [] : [node.index]), ...groupsIn(node.body)]
    default:
      return groupsIn(node.body)
  }
}
