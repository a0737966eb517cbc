/** examples/connector-sqlite as its users have it: installed beside the packed package, its own tests run on both Nodes. */
import { spawnSync } from 'node:child_process'
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { installPackage, root, run } from './installed-package.ts'

const { node24 } = (await import(new URL('../node24.mjs', import.meta.url).href)) as { node24(): string | undefined }
const other = node24()

let installed: Awaited<ReturnType<typeof installPackage>>
let folder: string
beforeAll(async () => {
  installed = await installPackage()
  folder = join(installed.folder, 'connector-sqlite')
  cpSync(join(root, 'examples/connector-sqlite'), folder, { recursive: true })
  run(folder, 'npm', 'install', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', installed.tarball)
})
afterAll(() => installed?.remove())

test.each([
  ['this Node', process.execPath],
  ['Node 24', other],
])('the connector passes its suites, and real kills, on %s', (_, binary) => {
  if (binary === undefined) return
  const { status, stdout } = spawnSync(binary, ['--test', '--test-reporter=tap', 'test/connector.test.js'], {
    cwd: folder,
    encoding: 'utf8',
  })
  expect(stdout.match(/^ *not ok .*/gm) ?? []).toEqual([])
  expect(status).toBe(0)
  expect(Number(/^# pass (\d+)/m.exec(stdout)?.[1])).toBeGreaterThanOrEqual(40)
})
