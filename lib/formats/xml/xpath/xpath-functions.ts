/** The functions of XPath 1.0. Texts are counted in UTF-16 units, as Java does. */
import { stringValue, type XmlNode } from '../xml-document.ts'
import { XPathError } from './xpath-expression.ts'
import { isNodes, toBoolean, toNumber, toText, type XPathValue } from './xpath-values.ts'

/** Where an expression is evaluated. Positions count from 1. */
export interface XPathContext {
  readonly node: XmlNode
  readonly position: number
  readonly size: number
}

type XPathFunction = (args: readonly XPathValue[], context: XPathContext) => XPathValue

function nodesOf(value: XPathValue | undefined, name: string): readonly XmlNode[] {
  if (value !== undefined && isNodes(value)) return value
  throw new XPathError(`The function ${name} of XPath takes nodes`)
}

/** The node that a function with an argument that may be left out speaks of. */
const nodeOf = (args: readonly XPathValue[], { node }: XPathContext, name: string): XmlNode | undefined =>
  args.length === 0 ? node : nodesOf(args[0], name)[0]

const textOf = (args: readonly XPathValue[], { node }: XPathContext): string =>
  args.length === 0 ? stringValue(node) : toText(args[0] as XPathValue)

const text = (args: readonly XPathValue[], at: number): string => toText(args[at] as XPathValue)
const number = (args: readonly XPathValue[], at: number): number => toNumber(args[at] as XPathValue)

const roundHalfUp = (value: number): number => Math.floor(value + 0.5)

function substring(args: readonly XPathValue[]): string {
  const start = roundHalfUp(number(args, 1))
  const end = args.length > 2 ? start + roundHalfUp(number(args, 2)) : Number.POSITIVE_INFINITY
  return [...text(args, 0).split('')].filter((_, at) => at + 1 >= start && at + 1 < end).join('')
}

function translate(args: readonly XPathValue[]): string {
  const [from, to] = [text(args, 1), text(args, 2)]
  return text(args, 0)
    .split('')
    .map((unit) => {
      const at = from.indexOf(unit)
      return at < 0 ? unit : to.charAt(at)
    })
    .join('')
}

/** With how few and how many arguments each may be called. */
const functions: ReadonlyMap<string, readonly [least: number, most: number, of: XPathFunction]> = new Map<
  string,
  readonly [number, number, XPathFunction]
>([
  ['last', [0, 0, (_, { size }) => size]],
  ['position', [0, 0, (_, { position }) => position]],
  ['count', [1, 1, ([nodes]) => nodesOf(nodes, 'count').length]],
  // No document type says which attributes are identifiers.
  ['id', [1, 1, () => []]],
  ['local-name', [0, 1, (args, context) => nodeOf(args, context, 'local-name')?.local ?? '']],
  ['namespace-uri', [0, 1, (args, context) => nodeOf(args, context, 'namespace-uri')?.uri ?? '']],
  ['name', [0, 1, (args, context) => nodeOf(args, context, 'name')?.name ?? '']],
  ['string', [0, 1, textOf]],
  ['concat', [2, Number.POSITIVE_INFINITY, (args) => args.map(toText).join('')]],
  ['starts-with', [2, 2, (args) => text(args, 0).startsWith(text(args, 1))]],
  ['contains', [2, 2, (args) => text(args, 0).includes(text(args, 1))]],
  ['substring-before', [2, 2, (args) => text(args, 0).slice(0, Math.max(0, text(args, 0).indexOf(text(args, 1))))]],
  [
    'substring-after',
    [
      2,
      2,
      (args) => {
        const at = text(args, 0).indexOf(text(args, 1))
        return at < 0 ? '' : text(args, 0).slice(at + text(args, 1).length)
      },
    ],
  ],
  ['substring', [2, 3, substring]],
  ['string-length', [0, 1, (args, context) => textOf(args, context).length]],
  [
    'normalize-space',
    [
      0,
      1,
      (args, context) =>
        textOf(args, context)
          .replace(/[ \t\r\n]+/g, ' ')
          .trim(),
    ],
  ],
  ['translate', [3, 3, translate]],
  ['boolean', [1, 1, ([value]) => toBoolean(value as XPathValue)]],
  ['not', [1, 1, ([value]) => !toBoolean(value as XPathValue)]],
  ['true', [0, 0, () => true]],
  ['false', [0, 0, () => false]],
  ['lang', [1, 1, (args, { node }) => speaks(node, text(args, 0).toLowerCase())]],
  ['number', [0, 1, (args, context) => (args.length === 0 ? toNumber(textOf(args, context)) : number(args, 0))]],
  ['sum', [1, 1, ([nodes]) => nodesOf(nodes, 'sum').reduce((sum, node) => sum + toNumber(stringValue(node)), 0)]],
  ['floor', [1, 1, (args) => Math.floor(number(args, 0))]],
  ['ceiling', [1, 1, (args) => Math.ceil(number(args, 0))]],
  ['round', [1, 1, (args) => roundHalfUp(number(args, 0))]],
])

/** Whether the nearest `xml:lang` is a language or a variety of it. */
function speaks(node: XmlNode, language: string): boolean {
  for (let at: XmlNode | undefined = node; at; at = at.parent) {
    const declared = at.attributes.find(({ name }) => name === 'xml:lang')?.text.toLowerCase()
    if (declared !== undefined) return declared === language || declared.startsWith(`${language}-`)
  }
  return false
}

/**
 * The function of a name for so many arguments.
 *
 * @throws XPathError
 */
export function xpathFunction(name: string, count: number): XPathFunction {
  const known = functions.get(name)
  if (!known) throw new XPathError(`XPath has no function ${name}`)
  const [least, most, of] = known
  if (count < least || count > most)
    throw new XPathError(`The function ${name} of XPath does not take ${count} arguments`)
  return of
}
