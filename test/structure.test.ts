/** The project's own rules, and for each that it finds what it should: faults are planted into a copy of the sources. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { builtinDefinitions } from '../lib/expressions/functions/index.ts'
import {
  connectorGaps,
  forbiddenLines,
  functionGaps,
  longFiles,
  misnamedFiles,
  operatorGaps,
  type Sources,
} from './structure/project-rules.ts'

const root = new URL('../', import.meta.url)
const limits = JSON.parse(readFileSync(new URL('.ci/limits.json', root), 'utf8'))
const text = /\.(ts|mjs|cjs|md|json|py|txt|yml)$|^\.ci\/run$/

const folders = ['lib', 'operators', 'connectors', 'test', 'docs', 'benchmarks', 'examples', '.ci']

/** The project's files as texts, without data that was recorded elsewhere. */
const sources: Sources = new Map(
  [
    ...readdirSync(root, { withFileTypes: true }).flatMap((one) => (one.isFile() ? [one.name] : [])),
    ...folders.flatMap((at) => readdirSync(new URL(at, root), { recursive: true }).map((name) => `${at}/${name}`)),
  ]
    .filter(
      (path) => text.test(path) && !/^test\/fixtures\/(?!spark\/\w+\.json$)|^examples\/data\/|node_modules/.test(path),
    )
    .map((path) => [path, readFileSync(new URL(path, root), 'utf8')] as const),
)
const written: Sources = new Map([...sources].filter(([path]) => !/^test\/.*\.json$/.test(path)))
const definitions = builtinDefinitions.map(({ name, aliases = [] }) => [name, ...aliases])

/** The sources with some files changed; null takes one away. */
function planted(changes: Readonly<Record<string, string | null>>, from: Sources = sources): Sources {
  const copy = new Map(from)
  for (const [path, content] of Object.entries(changes)) {
    if (content === null) copy.delete(path)
    else copy.set(path, content)
  }
  return copy
}

const changed = (path: string, from: string, to: string): Record<string, string> => ({
  [path]: (sources.get(path) as string).replaceAll(from, to),
})

describe('operators', () => {
  test('each has its barrel line, its test, its docs line and a comment with State and @example', () => {
    expect(operatorGaps(sources)).toEqual([])
  })
  test.each([
    ['operators/odd.ts: no line in operators/index.ts', { 'operators/odd.ts': '' }],
    ['operators/drop.ts: no test', { 'test/operators/drop.test.ts': null }],
    ['operators/drop.ts: no line in docs/operators.md', changed('docs/operators.md', 'operators/drop.ts', 'gone')],
    ['operators/drop.ts: its comment lacks', changed('operators/drop.ts', '@example', '')],
  ])('fault: %s', (fault, changes) => {
    expect(operatorGaps(planted(changes)).join('\n')).toContain(fault)
  })
})

describe('functions', () => {
  test('each has its file, its barrel line, its docs line and a test or recorded case', () => {
    expect(functionGaps(sources, definitions)).toEqual([])
  })
  test.each([
    ['odd.ts: no line', { 'lib/expressions/functions/odd.ts': 'export const odd: ScalarFunction = {}' }],
    [
      'abs.ts: exports nothing of its name',
      changed('lib/expressions/functions/abs.ts', 'const abs:', 'const magnitude:'),
    ],
    ['abs: no line in docs/functions.md', changed('docs/functions.md', '| `abs` |', '')],
  ])('fault: %s', (fault, changes) => {
    expect(functionGaps(planted(changes), definitions).join('\n')).toContain(fault)
  })
  test('fault: a function without a test', () => {
    expect(functionGaps(sources, [['never_tried_function']]).join()).toContain('in no test')
  })
})

describe('connectors', () => {
  test('each has its definition, README, barrel line, docs line and test', () => {
    expect(connectorGaps(sources)).toEqual([])
  })
  test('fault: a folder with nothing but a file', () => {
    expect(connectorGaps(planted({ 'connectors/odd/source.ts': '' }))).toHaveLength(5)
  })
})

describe('files of lib', () => {
  test('are named for what they export', () => {
    expect(misnamedFiles(sources)).toEqual([])
    expect(misnamedFiles(planted({ 'lib/types/things.ts': 'export const zone = 1\n' }))).toEqual([
      'lib/types/things.ts',
    ])
  })
  test('and of operators and connectors are not too long, but for those with a reason in .ci/limits.json', () => {
    expect(longFiles(sources, limits.linesPerFile, limits.longerFiles)).toEqual([])
    const long = planted({ 'lib/types/long.ts': '\n'.repeat(limits.linesPerFile + 1) })
    expect(longFiles(long, limits.linesPerFile, limits.longerFiles)).toEqual(['lib/types/long.ts: 401 lines'])
    expect(longFiles(sources, limits.linesPerFile, { ...limits.longerFiles, 'lib/errors.ts': 'why' })).toHaveLength(1)
  })
})

describe('nowhere', () => {
  test('stands what must not stand there', () => {
    expect(forbiddenLines(written)).toEqual([])
  })
  test.each([
    ['export * hides', 'lib/types/odd.ts', "export * from './types.ts'\n"],
    ['code is compiled', 'lib/plan/odd.ts', 'const f = new Function(text)'],
    ['Buffer is not known', 'lib/formats/odd.ts', 'Buffer.from(text)'],
    ['says why', 'test/odd.test.ts', "test.skip('a', () => {})"],
    ['says why', 'test/odd.test.ts', 'context.skip()'],
    ['path of one machine', 'docs/odd.md', `see ${'/home'}/somebody/x`],
    ['package registry', 'package-lock.json', `https://registry.${'npmjs'}.org/x`],
    ['not done', 'lib/odd.ts', `// TO${'DO'} later`],
    ['says nothing', 'lib/types/utils.ts', ''],
  ])('fault: %s in %s', (fault, path, content) => {
    expect(forbiddenLines(new Map([[path, content]])).join()).toContain(fault)
  })
})

describe('silenced type checks', () => {
  test.each([
    ['const a = b as any', 1],
    ['function f(a: any, ...rest: any[]): void {}', 2],
    ['const a = b as unknown as never', 1],
    ['type A = Map<string, any>', 1],
    ['// @ts-ignore', 1],
    ['/* @ts-expect-error why */', 1],
    ['// biome-ignore lint/x: why', 1],
    ['/** any of these, as never before: any */\nconst any = 1', 0],
    ["const a: string = 'x' as string", 0],
  ])('%s counts as %i', async (code, count) => {
    const { silencedChecks } = await import(new URL('.ci/silenced-checks.mjs', root).href)
    expect(silencedChecks(code)).toHaveLength(count)
  })
})
