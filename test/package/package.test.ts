/** What `npm install millrace` brings: on both versions of Node, under both compilers, and nothing more than it should. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { installPackage, root, run } from './installed-package.ts'

const { node24 } = (await import(new URL('../node24.mjs', import.meta.url).href)) as { node24(): string | undefined }
const other = node24()
const entries = ['millrace', 'millrace/functions', 'millrace/operators', 'millrace/connectors', 'millrace/testing']

let installed: Awaited<ReturnType<typeof installPackage>>
beforeAll(async () => {
  installed = await installPackage()
})
afterAll(() => installed?.remove())

test('the tarball holds the build, its declarations and the documents of its root, nothing else', () => {
  const { files, size, unpackedSize } = installed.packed
  console.log(
    `tarball: ${Math.round(size / 1024)} KB, unpacked ${Math.round(unpackedSize / 1024)} KB, ${files.length} files`,
  )
  const expected =
    /^(dist\/.+\.(js|js\.map)|dist\/(index|sessions|(lib|operators|connectors)\/.+)\.d\.ts|package\.json|README\.md|LICENSE|CHANGELOG\.md)$/
  expect(files.map(({ path }) => path).filter((path) => !expected.test(path))).toEqual([])
  const paths = files.map(({ path }) => path)
  expect(paths).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'CHANGELOG.md', 'dist/index.js']))
  expect(size).toBeLessThan(3_000_000)
})

const program = `
import * as main from 'millrace'
import { upper } from 'millrace/functions'
import { filter } from 'millrace/operators'
import { memory, builtinConnectors } from 'millrace/connectors'
const session = main.Session.builder().master('local').appName('installed').getOrCreate()
const frame = session.createDataFrame([{ k: 'a', n: 1 }, { k: 'b', n: 2 }], 'k STRING, n INT')
const rows = await frame.filter(main.col('n').gt(1)).select(upper('k').as('big')).collect()
const errors = []
try { frame.select('nothing') } catch (error) { errors.push(error instanceof main.MillraceError, error.condition) }
const names = {}
for (const entry of ${JSON.stringify(entries)}) names[entry] = Object.entries(await import(entry)).filter(([, one]) => one === undefined)
console.log(JSON.stringify({ rows, errors, names, one: builtinConnectors.includes(memory), stage: typeof filter('n > 1') }))
process.exit(0)
`

describe.each([
  ['this Node', process.execPath],
  ['Node 24', other],
])('on %s', (_, binary) => {
  test.skipIf(binary === undefined)(
    'every entry loads, and they are one package: a query runs, its errors are known',
    () => {
      writeFileSync(join(installed.folder, 'program.mjs'), program)
      const { rows, errors, names, one, stage } = JSON.parse(run(installed.folder, binary as string, 'program.mjs'))
      expect(rows).toEqual([{ big: 'B' }])
      expect(errors).toEqual([true, 'UNRESOLVED_COLUMN.WITH_SUGGESTION'])
      expect(names).toEqual(Object.fromEntries(entries.map((entry) => [entry, []])))
      expect({ one, stage }).toEqual({ one: true, stage: 'function' })
    },
  )
})

const consumer = `
import { Session, col, int, string, struct, type DataFrame, type StreamingQuery } from 'millrace'
import { upper } from 'millrace/functions'
import { filter, withWatermark } from 'millrace/operators'
import { builtinConnectors } from 'millrace/connectors'
const session = Session.builder().master('local').appName('typed').getOrCreate()
const frame = session.readStream.format('json').schema(struct({ k: string, n: int })).load('in')
const query: StreamingQuery = frame.filter((c) => c.n.gt(1)).select(upper('k').as('big')).writeStream.format('console').start()
// @ts-expect-error a name that the schema does not have
frame.filter((c) => c.wrong.gt(1))
export const all = [query, col('n'), filter('n > 1'), withWatermark('ts', '1 second'), builtinConnectors.length] as const
export type Any = DataFrame
`

/** The README's programs, each as a module of its own. */
function readmePrograms(): string[] {
  const text = readFileSync(join(root, 'README.md'), 'utf8')
  return [...text.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, code]) => code as string)
}

describe.each([
  ['6', 'typescript'],
  ['7', 'typescript7'],
])('under TypeScript %s', (_, compiler) => {
  test('a strict program and those of the README compile, a wrong name does not', () => {
    const folder = join(installed.folder, 'typed')
    mkdirSync(folder, { recursive: true })
    const programs = readmePrograms()
    expect(programs.length).toBeGreaterThan(0)
    writeFileSync(join(folder, 'consumer.ts'), consumer)
    programs.forEach((code, at) => {
      writeFileSync(join(folder, `readme-${at}.ts`), code)
    })
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: {
          strict: true,
          exactOptionalPropertyTypes: true,
          module: 'nodenext',
          target: 'es2022',
          noEmit: true,
          skipLibCheck: false,
          typeRoots: [join(root, 'node_modules/@types')],
          types: ['node'],
        },
      }),
    )
    run(folder, process.execPath, join(root, 'node_modules', compiler, 'bin/tsc'), '-p', '.')
  })
})

test('publint has nothing to say', () => {
  const cli = join(root, 'node_modules/publint/src/cli.js')
  expect(run(root, process.execPath, cli, 'run', installed.tarball, '--strict')).toContain('All good!')
})

test('every entry’s types are found by every resolution that knows ESM', () => {
  const cli = join(root, 'node_modules/@arethetypeswrong/cli/dist/index.js')
  expect(run(root, process.execPath, cli, installed.tarball, '--profile', 'esm-only', '--no-emoji')).not.toMatch(
    /❌|Failed/,
  )
})
