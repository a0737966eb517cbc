/** docs/guide/write-a-connector.md, followed to the letter in an empty folder beside the packed package, on both Nodes. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { installPackage, root, run } from './installed-package.ts'

const { node24 } = (await import(new URL('../node24.mjs', import.meta.url).href)) as { node24(): string | undefined }
const other = node24()
const text = readFileSync(join(root, 'docs/guide/write-a-connector.md'), 'utf8')

/** Files by their names, each a block whose first line is `// name`. */
const files = [...text.matchAll(/```js\n\/\/ (\S+)\n([\s\S]*?)```/g)].map(([, name = '', code = '']) => ({
  name,
  code,
}))
const commands = [...text.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, lines = '']) => lines.trim())
const printed = [...text.matchAll(/```text\n([\s\S]*?)```/g)].map(([, lines = '']) => lines)

let installed: Awaited<ReturnType<typeof installPackage>>
let folder: string
beforeAll(async () => {
  installed = await installPackage()
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'millrace-guide-')))
  const flags = '--prefer-offline --ignore-scripts --no-audit --no-fund'
  const [begin = ''] = commands
  run(folder, 'sh', '-ec', begin.replace('npm install millrace', `npm install ${flags} ${installed.tarball}`))
  for (const { name, code } of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), code)
  }
})
afterAll(() => {
  installed?.remove()
  if (folder) rmSync(folder, { recursive: true, force: true })
})

test('every file of the guide stands in it whole', () => {
  expect(files.map(({ name }) => name)).toEqual([
    'index.js',
    'source.js',
    'sink.js',
    'copy.js',
    'test/connector.test.js',
    'test/killed-job.js',
    'test/kills.test.js',
    'test/query.test.js',
  ])
  expect(text.match(/```js\n/g)).toHaveLength(files.length)
  expect(commands).toHaveLength(3)
})

test('its program prints what stands under it', () => {
  expect(run(folder, 'sh', '-ec', commands[1] ?? '')).toBe(printed[0])
})

test.each([
  ['this Node', process.execPath],
  ['Node 24', other],
])('its suites, real kills and queries in virtual time pass on %s', (_, binary) => {
  if (binary === undefined) return
  const env = { ...process.env, PATH: `${dirname(binary)}:${process.env.PATH}` }
  const { status, stdout, stderr } = spawnSync('sh', ['-ec', commands[2] ?? ''], { cwd: folder, encoding: 'utf8', env })
  expect(status, `${stdout}${stderr}`).toBe(0)
  // The reporter of Node 20 is TAP where there is no terminal, that of Node 24 is another.
  expect(Number(/^. fail (\d+)/mu.exec(stdout)?.[1])).toBe(0)
  expect(Number(/^. pass (\d+)/mu.exec(stdout)?.[1])).toBeGreaterThanOrEqual(30)
})
