/** XPath 1.0 read by recursive descent. */
import {
  type XPathAxis,
  XPathError,
  type XPathExpression,
  type XPathOperator,
  type XPathStep,
  type XPathTest,
} from './xpath-expression.ts'

const tokens =
  /\s*(?:(\d+(?:\.\d*)?|\.\d+)|"([^"]*)"|'([^']*)'|(::|\/\/|\.\.|!=|<=|>=|[()[\]@,|+\-=<>/.*$])|([\p{L}_][\p{L}\p{N}\p{M}._\u00b7-]*(?::(?!:)(?:\*|[\p{L}_][\p{L}\p{N}\p{M}._\u00b7-]*))?))/uy

interface Token {
  readonly kind: 'number' | 'text' | 'symbol' | 'name' | 'operator'
  readonly text: string
}

/** Between two operands a name is an operator, and so is `*` (the standard's rule of disambiguation). */
function tokensOf(text: string): Token[] {
  const found: Token[] = []
  tokens.lastIndex = 0
  let at = 0
  while (text.slice(at).trim() !== '') {
    tokens.lastIndex = at
    const match = tokens.exec(text)
    if (!match) throw new XPathError(`Invalid XPath '${text}': a character that does not belong there, at ${at}`)
    at = tokens.lastIndex
    const [, number, double, single, symbol, name] = match
    const last = found.at(-1)
    const operand =
      last !== undefined &&
      last.kind !== 'operator' &&
      !/^(?:@|::|\(|\[|,|[|+\-=<>/]|\/\/|[!<>]=|\$)$/.test(last.kind === 'symbol' ? last.text : '')
    if (number !== undefined) found.push({ kind: 'number', text: number })
    else if (double !== undefined || single !== undefined)
      found.push({ kind: 'text', text: double ?? (single as string) })
    else if (name !== undefined) {
      found.push({ kind: operand && /^(?:and|or|mod|div)$/.test(name) ? 'operator' : 'name', text: name })
    } else found.push({ kind: symbol === '*' && operand ? 'operator' : 'symbol', text: symbol as string })
  }
  return found
}

/** Operators by how tightly they bind, the loosest first. */
const levels: readonly (readonly XPathOperator[])[] = [
  ['or'],
  ['and'],
  ['=', '!='],
  ['<', '<=', '>', '>='],
  ['+', '-'],
  ['*', 'div', 'mod'],
]

const axes = new Set<string>(
  (
    'ancestor ancestor-or-self attribute child descendant descendant-or-self following following-sibling namespace parent ' +
    'preceding preceding-sibling self'
  ).split(' '),
)
const nodeTypes = new Set(['comment', 'text', 'processing-instruction', 'node'])

/** How many brackets, predicates and arguments a path may have. */
const mostNested = 500

const anyNode: XPathStep = { axis: 'descendant-or-self', test: { kind: 'node' }, predicates: [] }

/** @throws XPathError */
export function parseXPath(text: string): XPathExpression {
  return new XPathParser(text).parse()
}

class XPathParser {
  readonly #text: string
  readonly #tokens: readonly Token[]
  #at = 0
  /** Expressions that were begun, those within others among them. */
  #depth = 0

  constructor(text: string) {
    this.#text = text
    this.#tokens = tokensOf(text)
  }

  parse(): XPathExpression {
    const expression = this.#level(0)
    if (this.#at < this.#tokens.length) throw this.#error()
    return expression
  }

  #error(): XPathError {
    const token = this.#tokens[this.#at]
    return new XPathError(
      `Invalid XPath '${this.#text}': ${token ? `not at its place: ${token.text}` : 'it ends too early'}`,
    )
  }

  #is(text: string, ahead = 0): boolean {
    const token = this.#tokens[this.#at + ahead]
    return token !== undefined && token.text === text && (token.kind === 'symbol' || token.kind === 'operator')
  }

  #take(text: string): boolean {
    if (!this.#is(text)) return false
    this.#at++
    return true
  }

  #expect(text: string): void {
    if (!this.#take(text)) throw this.#error()
  }

  #level(depth: number): XPathExpression {
    const operators = levels[depth]
    if (!operators) return this.#negation()
    if (depth === 0 && ++this.#depth > mostNested)
      throw new XPathError(`Invalid XPath '${this.#text.slice(0, 60)}…': nested too deeply`)
    let left = this.#level(depth + 1)
    for (;;) {
      const operator = operators.find((one) => this.#is(one))
      if (operator === undefined) return left
      this.#at++
      left = { kind: 'binary', operator, left, right: this.#level(depth + 1) }
    }
  }

  #negation(): XPathExpression {
    if (this.#take('-')) return { kind: 'negate', input: this.#negation() }
    let left = this.#path()
    while (this.#take('|')) left = { kind: 'binary', operator: '|', left, right: this.#path() }
    return left
  }

  #path(): XPathExpression {
    const token = this.#tokens[this.#at]
    if (token === undefined) throw this.#error()
    if (this.#is('/') || this.#is('//')) return this.#absolute()
    const primary = this.#primary(token)
    if (!primary) return { kind: 'path', from: 'context', filters: [], steps: this.#steps() }
    const filters: XPathExpression[] = []
    while (this.#is('[')) filters.push(this.#predicate())
    const deep = this.#is('//')
    if (!deep && !this.#is('/'))
      return filters.length === 0 ? primary : { kind: 'path', from: primary, filters, steps: [] }
    this.#at++
    return { kind: 'path', from: primary, filters, steps: [...(deep ? [anyNode] : []), ...this.#steps()] }
  }

  #absolute(): XPathExpression {
    const deep = this.#take('//')
    if (!deep) this.#expect('/')
    const steps = deep || this.#beginsStep() ? this.#steps() : []
    return { kind: 'path', from: 'root', filters: [], steps: deep ? [anyNode, ...steps] : steps }
  }

  #beginsStep(): boolean {
    const token = this.#tokens[this.#at]
    return (
      token !== undefined && (token.kind === 'name' || (token.kind === 'symbol' && /^(?:\.\.?|@|\*)$/.test(token.text)))
    )
  }

  /** A literal, a call or an expression in brackets; undefined where a step begins. */
  #primary({ kind, text }: Token): XPathExpression | undefined {
    if (kind === 'number' || kind === 'text') {
      this.#at++
      return kind === 'number' ? { kind: 'number', value: Number(text) } : { kind: 'text', value: text }
    }
    if (this.#is('$')) throw new XPathError(`Invalid XPath '${this.#text}': there are no variables`)
    if (this.#take('(')) {
      const inner = this.#level(0)
      this.#expect(')')
      return inner
    }
    if (kind !== 'name' || !this.#is('(', 1) || nodeTypes.has(text)) return undefined
    this.#at += 2
    const args: XPathExpression[] = []
    if (!this.#take(')')) {
      do args.push(this.#level(0))
      while (this.#take(','))
      this.#expect(')')
    }
    return { kind: 'call', name: text, args }
  }

  #steps(): XPathStep[] {
    const steps = [this.#step()]
    for (;;) {
      if (this.#take('//')) steps.push(anyNode)
      else if (!this.#take('/')) return steps
      steps.push(this.#step())
    }
  }

  #step(): XPathStep {
    if (this.#take('.')) return { axis: 'self', test: { kind: 'node' }, predicates: [] }
    if (this.#take('..')) return { axis: 'parent', test: { kind: 'node' }, predicates: [] }
    let axis: XPathAxis = 'child'
    const named = this.#tokens[this.#at]
    if (this.#take('@')) axis = 'attribute'
    else if (named?.kind === 'name' && this.#is('::', 1)) {
      if (!axes.has(named.text)) throw this.#error()
      axis = named.text as XPathAxis
      this.#at += 2
    }
    const test = this.#test()
    const predicates: XPathExpression[] = []
    while (this.#is('[')) predicates.push(this.#predicate())
    return { axis, test, predicates }
  }

  #test(): XPathTest {
    if (this.#take('*')) return { kind: 'name', prefix: '', local: undefined }
    const token = this.#tokens[this.#at]
    if (token?.kind !== 'name') throw this.#error()
    this.#at++
    if (nodeTypes.has(token.text) && this.#take('(')) return this.#nodeType(token.text)
    const [first = '', second] = token.text.split(':')
    if (second === undefined) return { kind: 'name', prefix: '', local: first }
    return { kind: 'name', prefix: first, local: second === '*' ? undefined : second }
  }

  #nodeType(name: string): XPathTest {
    const argument = this.#tokens[this.#at]
    if (name === 'processing-instruction') {
      const target = argument?.kind === 'text' ? argument.text : undefined
      if (target !== undefined) this.#at++
      this.#expect(')')
      return { kind: 'instruction', target }
    }
    this.#expect(')')
    return { kind: name as 'node' | 'text' | 'comment' }
  }

  #predicate(): XPathExpression {
    this.#expect('[')
    const inner = this.#level(0)
    this.#expect(']')
    return inner
  }
}
