import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseXml, stringValue } from '../../../lib/formats/xml/xml-document.ts'
import { XmlScanner, XmlSyntaxError } from '../../../lib/formats/xml/xml-scanner.ts'
import { XmlText } from '../../../lib/formats/xml/xml-text.ts'

function eventsOf(text: string): string[] {
  const scanner = new XmlScanner(text)
  const found: string[] = []
  for (let event = scanner.next(); event.kind !== 'eof'; event = scanner.next()) {
    if (event.kind === 'start') {
      found.push(`<${event.name}${event.attributes.map(([name, value]) => ` ${name}=${value}`).join('')}>`)
    } else if (event.kind === 'end') found.push(`</${event.name}>`)
    else if (event.kind === 'instruction') found.push(`?${event.name} ${event.text}`)
    else found.push(`${event.kind}:${event.text}`)
  }
  return found
}

describe('a document as events', () => {
  it('has elements, attributes, text, comments, instructions and sections as they stand', () => {
    expect(eventsOf('<?xml version="1.0"?>\n<a x="1" y=\'2\'><?p q?>t<!-- c --><![CDATA[<]]><b/></a>\n')).toEqual([
      '<a x=1 y=2>',
      '?p q',
      'text:t',
      'comment: c ',
      'cdata:<',
      '<b>',
      '</b>',
      '</a>',
    ])
  })
  it('knows references, and entities that the document declares', () => {
    expect(
      eventsOf('<!DOCTYPE a [<!ENTITY e "x&#65;y"><!ENTITY f "<b>&e;</b>">]><a k="&e;&lt;">&f;&#x1F600;&amp;</a>'),
    ).toEqual(['<a k=xAy<>', '<b>', 'text:xAy', '</b>', 'text:😀&', '</a>'])
  })
  it.each([
    ['', 'Premature'],
    ['text', 'Content is not allowed before'],
    ['<a/>text', 'Content is not allowed behind'],
    ['<a/><b/>', 'A second element'],
    ['<a><b></a>', 'not open: a'],
    ['<a', 'Attributes are parted'],
    ['<a b="1" b="2"/>', 'A second attribute b'],
    ['<a b=1/>', 'stands in quotes'],
    ['<a b="<"/>', '`<` in the value'],
    ['<a>&nope;</a>', 'not declared: nope'],
    ['<a>&</a>', 'a reference to an entity'],
    ['<a>]]></a>', '`]]>` in text'],
    ['<a>\u0001</a>', 'An invalid character'],
    ['<a>&#0;</a>', 'an invalid character'],
    ['<a><!-- -- --></a>', '`--` in a comment'],
    ['<a><!-- </a>', 'without an end'],
    ['<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]><a>&e;</a>', 'not declared: e'],
    [`${'<a>'.repeat(1001)}${'</a>'.repeat(1001)}`, 'within one another'],
  ])('refuses %j', (text, why) => {
    expect(() => eventsOf(text)).toThrow(XmlSyntaxError)
    expect(() => eventsOf(text)).toThrow(new RegExp(why.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'i'))
  })
  it('does not let entities of entities grow without end', () => {
    const levels = Array.from({ length: 12 }, (_, at) => `<!ENTITY e${at + 1} "${`&e${at};`.repeat(10)}">`).join('')
    const bomb = `<!DOCTYPE a [<!ENTITY e0 "0123456789">${levels}]><a>&e12;</a>`
    expect(() => eventsOf(bomb)).toThrow('Too many entities')
  })
})

describe('a document as a tree', () => {
  it('has namespaces by prefix, the default one for elements only', () => {
    const [root] = parseXml('<r xmlns="d" xmlns:n="u" n:x="1" y="2"><n:k/><k xmlns=""/></r>').children
    expect([root?.uri, ...(root?.attributes ?? []).map(({ uri, local }) => `${uri}:${local}`)]).toEqual([
      'd',
      'u:x',
      ':y',
    ])
    expect(root?.children.map(({ name, local, uri }) => `${name} ${local} ${uri}`)).toEqual(['n:k k u', 'k k '])
    expect(() => parseXml('<n:a/>')).toThrow('no namespace: n:a')
  })
  it('reads back any text and attribute that was written', () => {
    const characters = fc.string({
      unit: fc.constantFrom('a', '<', '&', '>', '"', "'", ']', ' ', '\t', '\n', 'é', '😀'),
    })
    fc.assert(
      fc.property(characters, characters, (text, value) => {
        const xml = new XmlText('', true)
        xml.start('r')
        xml.attribute('v', value)
        xml.text(text)
        xml.end()
        const [root] = parseXml(xml.finish()).children
        expect(root && stringValue(root)).toBe(text)
        expect(root?.attributes[0]?.text).toBe(value)
      }),
    )
  })
})
