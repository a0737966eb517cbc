import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { glob } from '../../lib/files/glob.ts'
import { listFiles } from '../../lib/files/listing.ts'
import {
  escapePathName,
  fromUri,
  partitionDirectory,
  partitionOf,
  plainPath,
  requireInside,
  toUri,
} from '../../lib/files/paths.ts'
import { SimulatedFileSystem } from '../../lib/files/simulated-file-system.ts'

const recorded = JSON.parse(
  readFileSync(new URL('../fixtures/spark/partition-values.json', import.meta.url), 'utf8'),
) as {
  values: { codePoint: number; dir: string; uri: string }[]
}
async function tree(...paths: string[]): Promise<SimulatedFileSystem> {
  const files = new SimulatedFileSystem()
  for (const path of paths) {
    await files.makeDirectory(path.slice(0, path.lastIndexOf('/')))
    await files.createAtomic(path, new Uint8Array(1))
  }
  return files
}

describe('partition values and URIs', () => {
  test('are escaped as Spark did, code point by code point, and read back', () => {
    expect(recorded.values.length).toBeGreaterThan(80)
    for (const { codePoint, dir, uri } of recorded.values) {
      const value = String.fromCodePoint(codePoint)
      expect([codePoint, escapePathName(value)]).toEqual([codePoint, dir])
      expect([codePoint, toUri(`/${dir}`)]).toEqual([codePoint, `file:///${uri}`])
      expect(fromUri(toUri(`/${dir}`))).toBe(`/${dir}`)
      expect(partitionOf(partitionDirectory('k', value))).toEqual({ column: 'k', value })
    }
  })

  test('null and the empty string share one directory', () => {
    expect(partitionDirectory('k', null)).toBe('k=__HIVE_DEFAULT_PARTITION__')
    expect(partitionDirectory('k', '')).toBe('k=__HIVE_DEFAULT_PARTITION__')
    expect(partitionOf('k=__HIVE_DEFAULT_PARTITION__')).toEqual({ column: 'k', value: null })
  })

  test('no value names another directory', () => {
    for (const value of ['..', '.', '../../etc', '/etc/passwd', '..\\x']) {
      expect(partitionDirectory('k', value)).not.toContain('/')
      expect(partitionDirectory('k', value)).toMatch(/^k=/)
    }
    expect(partitionDirectory('../k', 'x')).toBe('..%2Fk=x')
    expect(() => partitionDirectory('k', 'a\0b')).toThrow('NUL')
    expect(() => requireInside('/out', '/out/../etc/passwd')).toThrow('/etc/passwd')
    expect(() => requireInside('/out', '/outside')).toThrow('/outside')
    expect(requireInside('/out', '/out/k=1/a')).toBe('/out/k=1/a')
  })

  test('file URIs in every spelling are paths; other schemes are refused', () => {
    expect(fromUri('file:///a%20b/%C3%A9')).toBe('/a b/é')
    expect(fromUri('file:/a')).toBe('/a')
    expect(fromUri('file://localhost/a')).toBe('/a')
    expect(fromUri('/a%20b')).toBe('/a%20b')
    expect(plainPath('file:///a%20b/')).toBe('/a%20b')
    expect(() => fromUri('s3://bucket/a')).toThrow('s3://bucket/a')
  })
})

describe('globs', () => {
  const paths = ['/d/a1.json', '/d/a2.json', '/d/b.json', '/d/x/c.json', '/d/y/c.json', '/d/z*/c.json', '/d/[q].json']
  test.each([
    ['/d/*.json', ['/d/[q].json', '/d/a1.json', '/d/a2.json', '/d/b.json']],
    ['/d/a?.json', ['/d/a1.json', '/d/a2.json']],
    ['/d/a[0-1].json', ['/d/a1.json']],
    ['/d/a[^1].json', ['/d/a2.json']],
    ['/d/a[!1].json', ['/d/a2.json']],
    ['/d/{a1,b}.json', ['/d/a1.json', '/d/b.json']],
    ['/d/{a[12],b}.json', ['/d/a1.json', '/d/a2.json', '/d/b.json']],
    ['/d/{x/c,b}.json', ['/d/b.json', '/d/x/c.json']],
    ['/{d,e}/[x-y]/c.json', ['/d/x/c.json', '/d/y/c.json']],
    ['/d/z\\*/c.json', ['/d/z*/c.json']],
    ['/d/\\[q\\].json', ['/d/[q].json']],
    ['/d/*', ['/d/[q].json', '/d/a1.json', '/d/a2.json', '/d/b.json', '/d/x', '/d/y', '/d/z*']],
    ['/d/(a1|b).json', []],
    ['/none/*', []],
  ])('%s', async (pattern, expected) => {
    expect(glob((await tree(...paths)).immediate, pattern).map((one) => one.path)).toEqual(expected)
  })

  test('an unclosed bracket or brace is an error that shows the pattern', async () => {
    const files = await tree('/d/a')
    expect(() => glob(files.immediate, '/d/[a')).toThrow('[a')
    expect(() => glob(files.immediate, '/d/{a')).toThrow('{a')
  })
})

test('a listing walks directories and leaves hidden names out, but not partitions that begin with _', async () => {
  const files = await tree(
    '/d/a',
    '/d/_spark_metadata/0',
    '/d/.a.crc',
    '/d/k=1/_j=2/b',
    '/d/k=1/.hidden/c',
    '/d/c._COPYING_',
  )
  const found = listFiles(files.immediate, '/d')
  expect(found.map((one) => [one.root, one.path]).sort()).toEqual([
    ['/d', '/d/a'],
    ['/d', '/d/k=1/_j=2/b'],
  ])
  expect(listFiles(files.immediate, '/d/k=*').map((one) => [one.root, one.path])).toEqual([['/d/k=1', '/d/k=1/_j=2/b']])
  expect(listFiles(files.immediate, '/none')).toEqual([])
})
