/**
 * Spark SQL's expression grammar over tokens: booleans, predicates, operators by precedence, postfixes. What stands at
 * the leaves is in primary.ts. A statement parser extends this class and goes on from where an expression ends.
 */
import { parseTypeAt } from '../../types/ddl/type-parser.ts'
import { negation, operation, textLiteral } from '../build.ts'
import type { Expression } from '../expression.ts'
import { ExpressionCursor } from './expression-cursor.ts'
import { parseNumber } from './numeric-literal.ts'
import { parsePredicate } from './predicate.ts'
import { parsePrimary } from './primary.ts'
import { parseVariantPath } from './variant-path.ts'

const noWords: ReadonlySet<string> = new Set()

export class ExpressionParser extends ExpressionCursor {
  override named(stops = noWords): Expression {
    return this.withName(this.expression(), stops)
  }

  override withName(input: Expression, stops = noWords): Expression {
    const explicit = this.peek(1).kind !== 'end' && this.takeWord('AS')
    if (this.isSymbol('(') && explicit) {
      const names = this.#names()
      return { kind: 'alias', input, names, ...(names.length === 1 ? { listed: true } : {}) }
    }
    if (explicit && !this.isName()) {
      const last = this.peek(1).kind === 'end' && this.peek().kind !== 'end'
      throw this.syntaxError(this.peek(), last ? `: extra input '${this.peek().text}'` : '')
    }
    // The last word of a text ends nothing: `SELECT 1 FROM` is a column called FROM, as in Spark.
    const stop = stops.has(this.peek().upper) && this.peek(1).kind !== 'end'
    if (!explicit && (!this.isName() || stop)) return input
    return { kind: 'alias', input, names: [this.strictName()] }
  }

  #names(): readonly string[] {
    this.expectSymbol('(')
    const names = [this.strictName()]
    while (this.takeSymbol(',')) names.push(this.strictName())
    this.expectSymbol(')')
    return names
  }

  override expression(): Expression {
    return this.nested(() => {
      const first = this.at
      let left = parseConjunction(this)
      for (let links = 1; isConnective(this, 'OR'); links++) {
        this.link(links)
        this.next()
        left = this.placed(first, operation('or', left, parseConjunction(this)))
      }
      return left
    })
  }

  override value(): Expression {
    return parseValue(this, 0)
  }
}

/** As the last word it is a name: `a AND` is a column called AND, as in Spark. */
function isConnective(cursor: ExpressionCursor, word: string): boolean {
  return cursor.isWord(word) && cursor.peek(1).kind !== 'end'
}

function parseConjunction(cursor: ExpressionCursor): Expression {
  const first = cursor.at
  let left = parseNegation(cursor)
  for (let links = 1; isConnective(cursor, 'AND'); links++) {
    cursor.link(links)
    cursor.next()
    left = cursor.placed(first, operation('and', left, parseNegation(cursor)))
  }
  return left
}

function parseNegation(cursor: ExpressionCursor): Expression {
  if (!cursor.isSymbol('!') && !(cursor.isWord('NOT') && cursor.startsOperand(1))) {
    return parsePredicate(cursor, cursor.value())
  }
  const first = cursor.at
  cursor.next()
  return cursor.nested(() => cursor.placed(first, negation(parseNegation(cursor))))
}

/** Operators between two values and how strongly they bind; all are left-associative. */
const precedences: ReadonlyMap<string, number> = new Map([
  ['*', 7],
  ['/', 7],
  ['%', 7],
  ['div', 7],
  ['+', 6],
  ['-', 6],
  ['||', 6],
  ['<<', 5],
  ['>>', 5],
  ['>>>', 5],
  ['&', 4],
  ['^', 3],
  ['|', 2],
  ['=', 1],
  ['==', 1],
  ['<=>', 1],
  ['<>', 1],
  ['!=', 1],
  ['<', 1],
  ['<=', 1],
  ['!>', 1],
  ['>', 1],
  ['>=', 1],
  ['!<', 1],
])

const synonyms: { readonly [symbol: string]: string } = { '==': '=', '!>': '<=', '!<': '>=', '||': 'concat' }

/** The operator at the cursor and how many tokens it takes: shifts to the right are several brackets in a row. */
function operatorAt(cursor: ExpressionCursor): { readonly name: string; readonly tokens: number } | undefined {
  const token = cursor.peek()
  if (token.upper === 'DIV') return cursor.startsOperand(1) ? { name: 'div', tokens: 1 } : undefined
  if (token.kind !== 'symbol' || !precedences.has(token.text)) return undefined
  // A pipe of SQL ends the expression.
  if (token.text === '|' && cursor.isSymbol('>', 1) && cursor.peek(1).start === token.end) return undefined
  if (token.text !== '>') return { name: token.text, tokens: 1 }
  let tokens = 1
  while (tokens < 3 && cursor.isSymbol('>', tokens) && cursor.peek(tokens).start === cursor.peek(tokens - 1).end)
    tokens++
  return { name: '>'.repeat(tokens), tokens }
}

/** @param least operators that bind no stronger than this are left where they are */
function parseValue(cursor: ExpressionCursor, least: number): Expression {
  const first = cursor.at
  let left = parseUnary(cursor)
  for (let links = 1; ; links++) {
    cursor.link(links)
    const operator = operatorAt(cursor)
    const precedence = operator && (precedences.get(operator.name) as number)
    if (!operator || precedence === undefined || precedence <= least) return left
    cursor.at += operator.tokens
    const right = parseValue(cursor, precedence)
    left = cursor.placed(first, binary(synonyms[operator.name] ?? operator.name, left, right))
  }
}

function binary(name: string, left: Expression, right: Expression): Expression {
  if (name === '<>' || name === '!=') return negation(operation('=', left, right))
  return name === 'concat' ? { kind: 'call', name, args: [left, right] } : operation(name, left, right)
}

const unaryNames: { readonly [symbol: string]: string } = { '-': 'negative', '+': 'positive', '~': '~' }

function parseUnary(cursor: ExpressionCursor): Expression {
  const token = cursor.peek()
  const first = cursor.at
  if (token.kind === 'symbol' && token.text === '-' && cursor.peek(1).kind === 'number') {
    return parsePostfix(cursor, first, parseNumber(cursor))
  }
  const name = token.kind === 'symbol' ? unaryNames[token.text] : undefined
  if (name === undefined) return parsePostfix(cursor, first, parsePrimary(cursor))
  cursor.next()
  return cursor.nested(() => cursor.placed(first, operation(name, parseUnary(cursor))))
}

/** `.field`, `[key]`, `::type`, any number of them. @param first the token at which the primary begins */
function parsePostfix(cursor: ExpressionCursor, first: number, primary: Expression): Expression {
  let input = primary
  for (let links = 1; ; links++) {
    cursor.link(links)
    cursor.placed(first, input)
    if (cursor.isSymbol('.') && cursor.isName(1)) {
      cursor.next()
      const name = cursor.name()
      input =
        input.kind === 'column'
          ? { kind: 'column', path: [...input.path, name] }
          : { kind: 'extract', input, key: textLiteral(name) }
      continue
    }
    input = withVariable(cursor, first, input)
    if (cursor.takeSymbol('[')) {
      const key = cursor.nested(() => cursor.value())
      cursor.expectSymbol(']')
      input = { kind: 'extract', input, key }
    } else if (cursor.isSymbol(':') && (cursor.isName(1) || cursor.isSymbol('[', 1))) {
      cursor.next()
      input = parseVariantPath(cursor, input)
    } else if (cursor.takeSymbol('::')) {
      input = { kind: 'cast', input, type: parseTypeAt(cursor), mode: 'cast' }
    } else if (cursor.isWord('COLLATE') && cursor.isName(1)) {
      cursor.next()
      input = { kind: 'call', name: 'collate', args: [input, textLiteral(cursor.name())] }
    } else {
      return input
    }
  }
}

/** A name that is whole may be a session variable's. */
function withVariable(cursor: ExpressionCursor, first: number, input: Expression): Expression {
  const variable = input.kind === 'column' && !input.variable ? cursor.variable(input.path) : undefined
  return variable ? cursor.placed(first, { ...input, variable } as Expression) : input
}
