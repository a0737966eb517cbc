/** The four kinds of values of XPath, and how one becomes another. */
import { stringValue, type XmlNode } from '../xml-document.ts'

/** Nodes come in the order of the document. */
export type XPathValue = number | string | boolean | readonly XmlNode[]

export const isNodes = (value: XPathValue): value is readonly XmlNode[] => typeof value === 'object'

export function toText(value: XPathValue): string {
  if (isNodes(value)) return value[0] ? stringValue(value[0]) : ''
  return typeof value === 'number' ? numberText(value) : String(value)
}

/** Never with an exponent. */
function numberText(value: number): string {
  if (Object.is(value, -0)) return '0'
  const text = String(value)
  const match = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text)
  if (!match) return text
  const [, sign, first = '', rest = '', exponent] = match
  const digits = first + rest
  const power = Number(exponent)
  if (power < 0) return `${sign}0.${'0'.repeat(-power - 1)}${digits}`
  return `${sign}${digits.padEnd(power + 1, '0')}`
}

export function toNumber(value: XPathValue): number {
  if (typeof value === 'number') return value
  if (typeof value === 'boolean') return value ? 1 : 0
  const text = toText(value).replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '')
  return /^-?(?:\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : Number.NaN
}

export function toBoolean(value: XPathValue): boolean {
  if (isNodes(value)) return value.length > 0
  return typeof value === 'number' ? value !== 0 && !Number.isNaN(value) : Boolean(value)
}

type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>='

function compareNumbers(operator: Comparison, a: number, b: number): boolean {
  switch (operator) {
    case '=':
      return a === b
    case '!=':
      return a !== b
    case '<':
      return a < b
    case '<=':
      return a <= b
    case '>':
      return a > b
    case '>=':
      return a >= b
  }
}

/** Of values that are no nodes: as truths, numbers or texts, whichever of the two is first in this order. */
function comparePlain(operator: Comparison, a: XPathValue, b: XPathValue): boolean {
  if (operator === '=' || operator === '!=') {
    const same = (equal: boolean) => equal === (operator === '=')
    if (typeof a === 'boolean' || typeof b === 'boolean') return same(toBoolean(a) === toBoolean(b))
    if (typeof a === 'string' && typeof b === 'string') return same(a === b)
  }
  return compareNumbers(operator, toNumber(a), toNumber(b))
}

/** A comparison with nodes holds when it holds for one of them. */
export function compareValues(operator: Comparison, a: XPathValue, b: XPathValue): boolean {
  if (isNodes(a) && typeof b !== 'boolean') {
    return a.some((node) => compareValues(operator, stringValue(node), b))
  }
  if (isNodes(b) && typeof a !== 'boolean') {
    return b.some((node) => compareValues(operator, a, stringValue(node)))
  }
  return comparePlain(operator, isNodes(a) ? toBoolean(a) : a, isNodes(b) ? toBoolean(b) : b)
}
