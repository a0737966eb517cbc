/** What the functions of XML are made of, in one module, which is loaded when one of them is first bound. */
import { MillraceError } from '../../errors.ts'
import type { DataType, Field, SqlValue } from '../../types/data-type.ts'
import type { FormatOptions } from '../format.ts'
import { malformedText } from '../json/malformed-record.ts'
import { parseXml, type XmlNode } from './xml-document.ts'
import { xmlReadOptions, xmlWriteOptions } from './xml-options.ts'
import { XmlSyntaxError } from './xml-scanner.ts'
import { inferXmlType } from './xml-schema.ts'
import { XmlValueParser } from './xml-value-parser.ts'
import { XmlValueWriter } from './xml-value-writer.ts'
import { xmlVariant } from './xml-variant.ts'
import { evaluateXPath } from './xpath/evaluate-xpath.ts'
import { parseXPath } from './xpath/parse-xpath.ts'
import { XPathError } from './xpath/xpath-expression.ts'
import { isNodes, toBoolean, toNumber, toText, type XPathValue } from './xpath/xpath-values.ts'

/** What an expression shall give: the values of nodes (null for elements), a text, a truth or a number. */
export type XPathResult = 'nodes' | 'text' | 'boolean' | 'number'

/**
 * Compiles a path.
 *
 * @returns a function of a document's text
 * @throws MILLRACE_XPATH for what is no path, and when it gives no nodes where nodes are wanted; MILLRACE_XML_DOCUMENT for
 *   text that is no XML
 */
export function compileXPath(path: string, result: XPathResult): (xml: string) => SqlValue {
  const expression = named(path, () => parseXPath(path))
  return (xml) => named(path, () => resultOf(evaluateXPath(expression, documentOf(xml)), result))
}

function named<T>(path: string, give: () => T): T {
  try {
    return give()
  } catch (error) {
    if (!(error instanceof XPathError)) throw error
    throw new MillraceError('MILLRACE_XPATH', `Error loading expression '${path}'\n${error.message}`, { cause: error })
  }
}

function documentOf(xml: string): XmlNode {
  try {
    return parseXml(xml)
  } catch (error) {
    if (!(error instanceof XmlSyntaxError)) throw error
    throw new MillraceError('MILLRACE_XML_DOCUMENT', `Invalid XML document: ${error.message}\n${xml.slice(0, 200)}`, {
      cause: error,
    })
  }
}

/** Java counts in halves of characters, and writes a half alone as a question mark. */
const loneHalves = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

function resultOf(value: XPathValue, result: XPathResult): SqlValue {
  switch (result) {
    case 'text':
      return toText(value).replace(loneHalves, '?')
    case 'boolean':
      return toBoolean(value)
    case 'number':
      return toNumber(value)
    case 'nodes':
      if (!isNodes(value)) throw new XPathError("It gives no nodes: Can't convert it to a NodeList")
      return value.map((node) => (node.kind === 'element' || node.kind === 'document' ? null : node.first))
  }
}

/** The reader of records as structs of these fields. @throws PARSE_MODE_UNSUPPORTED, MILLRACE_OPTION_INVALID */
export function xmlReader(fields: readonly Field[], options: FormatOptions, zone: string): (text: string) => SqlValue {
  const parser = new XmlValueParser(fields, xmlReadOptions(options, zone))
  return (text) => parser.parse(text)
}

/** The reader of records as variants; null for text that is no XML. @throws MILLRACE_OPTION_INVALID */
export function xmlVariantReader(given: FormatOptions, zone: string): (text: string) => SqlValue {
  const options = xmlReadOptions(given, zone)
  return (text) => {
    try {
      return xmlVariant(text, options)
    } catch (error) {
      if (!(error instanceof XmlSyntaxError)) throw error
      if (options.mode === 'FAILFAST') throw malformedText(text.slice(0, 200), error)
      return null
    }
  }
}

/** The writer of values of a type. @throws MILLRACE_OPTION_INVALID */
export function xmlWriter(type: DataType, options: FormatOptions, zone: string): (value: SqlValue) => string {
  const writer = new XmlValueWriter(type, xmlWriteOptions(options, zone))
  return (value) => writer.text(value)
}

/** The schema of a record. @throws MILLRACE_XML_DOCUMENT in FAILFAST mode */
export function xmlTypeOf(text: string, options: FormatOptions, zone: string): DataType {
  try {
    return inferXmlType(text, xmlReadOptions(options, zone))
  } catch (error) {
    if (!(error instanceof XmlSyntaxError)) throw error
    throw new MillraceError('MILLRACE_XML_DOCUMENT', `Invalid XML document: ${error.message}\n${text.slice(0, 200)}`)
  }
}
