import { describe, expect, it } from 'vitest'
import { compileXPath } from '../../../lib/formats/xml/xml-library.ts'

const library =
  '<lib xml:lang="en-GB"><shelf n="1"><book y="1999"><t>A</t></book><book y="2004"><t>B</t><t>B2</t></book></shelf>' +
  '<!--note--><shelf n="2"><?do it?><book y="2010"><t>C</t></book></shelf></lib>'

const texts = (path: string) => compileXPath(path, 'nodes')(library)
const number = (path: string) => compileXPath(path, 'number')(library)
const text = (path: string) => compileXPath(path, 'text')(library)

describe('paths of XPath', () => {
  it.each([
    ['//book[2]/t/text()', ['B', 'B2']],
    ['(//book)[3]/t/text()', ['C']],
    ['//book[last()]/@y', ['2004', '2010']],
    ['//t[. = "B2"]/preceding-sibling::t/text()', ['B']],
    ['//t[.="C"]/ancestor::shelf/@n', ['2']],
    ['//book[@y > 2000 and count(t) = 1]/@y', ['2010']],
    ['//shelf[2]/preceding::t/text()', ['A', 'B', 'B2']],
    ['//book[@y=1999]/following::t/text()', ['B', 'B2', 'C']],
    ['//shelf[@n="2"]/preceding-sibling::*[1]/@n', ['1']],
    ['/lib/comment()', ['note']],
    ['//processing-instruction("do")', ['it']],
    ['//t[text()="A"]/../@y | //shelf[1]/@n', ['1', '1999']],
    ['//book[position() mod 2 = 0]/@y', ['2004']],
    ['//@*[name() = "n"]', ['1', '2']],
    ['//t[lang("en")][1]/text()', ['A', 'B', 'C']],
    ['descendant-or-self::node()/child::t[2]/text()', ['B2']],
    ['//*[self::shelf or self::t][@n]/@n', ['1', '2']],
  ])('%s', (path, wanted) => {
    expect(texts(path)).toEqual(wanted)
  })
  it.each([
    ['count(//book) * 2 - -1', 7],
    ['sum(//@y) div count(//@y)', 6013 / 3],
    ['- - 3', 3],
    ['7 mod 4 + 2 * 3', 9],
    ['number(true()) + ceiling(1.2) + floor(-1.2) + round(2.5)', 1 + 2 - 2 + 3],
    ['string-length(normalize-space("  a  b "))', 3],
    ['div', Number.NaN],
  ])('%s = %s', (path, wanted) => {
    expect(number(path)).toEqual(wanted)
  })
  it.each([
    ['concat(//t[1], "-", local-name(//shelf[1]/@n))', 'A-n'],
    ['string(1 = 1 and 2 > 1 or false())', 'true'],
    ['substring-before("a=b", "=")', 'a'],
    ['substring-after("a=b", "=")', 'b'],
    ['substring-before("ab", "=")', ''],
    ['string(0.0000001)', '0.0000001'],
    ['string(-0)', '0'],
    ['string(1 div 0)', 'Infinity'],
    ['translate("abc", "ab", "x")', 'xc'],
  ])('%s = %j', (path, wanted) => {
    expect(text(path)).toBe(wanted)
  })
  it.each([
    '//book[',
    'a b',
    '$v',
    'nope(1)',
    'count(1)',
    '1 | 2',
    'substring("a")',
    '"a',
    'child::',
    `${'('.repeat(600)}1`,
  ])('refuses %s', (path) => {
    expect(() => text(path)).toThrow(expect.objectContaining({ condition: 'MILLRACE_XPATH' }))
  })
  it('says of a document that is none where it fails', () => {
    expect(() => compileXPath('a', 'text')('<a><b></a>')).toThrow(
      expect.objectContaining({
        condition: 'MILLRACE_XML_DOCUMENT',
        message: expect.stringMatching(/at character \d+/),
      }),
    )
  })
})
