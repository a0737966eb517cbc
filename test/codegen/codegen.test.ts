import { describe, expect, test } from 'vitest'
import { CodeWriter } from '../../lib/codegen/code-writer.ts'
import { compile } from '../../lib/codegen/compile.ts'
import { bigintLiteral, numberLiteral, quote } from '../../lib/codegen/quoting.ts'
import { driveSteps, stepRows } from '../../lib/codegen/step-driver.ts'

const hostile = [
  '',
  '"',
  '\\',
  `\`$\{1}\``,
  "'",
  '\n\r\t\0',
  '\u2028\u2029',
  '\ud800',
  '</script>',
  '"]; throw 1; //',
  '__proto__',
  '😀é',
]

describe('quoting', () => {
  test.each(hostile)('%j comes back unchanged from generated code', (text) => {
    expect(compile<() => string>([], `return ${quote(text)}`)()).toBe(text)
  })

  test('numbers keep their value and sign, also after a minus', () => {
    for (const value of [0, -0, 1, -1, 1.5, -1e300, 5e-324, Number.NaN, Infinity, -Infinity]) {
      expect(compile<() => number>([], `return 0, ${numberLiteral(value)}`)()).toBe(value)
      expect(compile<() => number>([], `return 1 -${numberLiteral(value)}`)()).toBe(1 - value)
    }
    for (const value of [0n, -5n, 2n ** 63n]) {
      expect(compile<() => bigint>([], `return 1n -${bigintLiteral(value)}`)()).toBe(1n - value)
    }
  })
})

describe('compile', () => {
  test('binds constants by reference and runs in strict mode', () => {
    const table = new Map([['__proto__', 1]])
    const kernel = compile<(key: string) => unknown>(['key'], 'return [this, t.get(key)]', new Map([['t', table]]))
    expect(kernel('__proto__')).toEqual([undefined, 1])
  })

  test('refuses names that are not identifiers and names the source of a syntax error', () => {
    expect(() => compile(['a){}'], '')).toThrow('not an identifier')
    expect(() => compile([], 'return (')).toThrow('return (')
  })
})

describe('code writer', () => {
  test('indents blocks, fills holes later and shares constants', () => {
    const writer = new CodeWriter()
    const declare = writer.hole()
    const object = {}
    writer.block('if (a)', () => writer.line(`return ${writer.constant(object)}`))
    declare('let b = 1')
    writer.line(`return ${writer.constant(object)}`)
    expect(writer.text()).toBe('let b = 1\nif (a) {\n  return k0\n}\nreturn k0')
    expect(writer.compile<(a: boolean) => unknown>(['a'])(true)).toBe(object)
  })
})

test('a kernel is driven over every row once, in short steps', () => {
  for (const rows of [0, 1, stepRows, stepRows + 1, 5 * stepRows - 1]) {
    const seen = new Uint8Array(rows)
    driveSteps(
      (state, from, to) => {
        expect(to - from).toBeLessThanOrEqual(stepRows)
        for (let row = from; row < to; row++) state[row] = (state[row] ?? 0) + 1
      },
      seen,
      0,
      rows,
    )
    expect(seen.every((count) => count === 1)).toBe(true)
  }
})
