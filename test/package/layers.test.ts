/** The rules of .dependency-cruiser.cjs, each held against a file that breaks it. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { root } from './installed-package.ts'

const value = 'export const value = 1\n'
const uses = (path: string): string => `import { value } from '${path}'\nexport const used = value\n`
const types = (path: string): string => `import type { value } from '${path}'\nexport type Used = typeof value\n`

/** Files by path, and for each that breaks rules their names; a cycle is reported once. Types may know each other. */
const files: Readonly<Record<string, readonly [content: string, ...rules: string[]]>> = {
  'lib/errors.ts': [value],
  'lib/types/fine.ts': [uses('../errors.ts')],
  'lib/plan/plan.ts': [value],
  'lib/files/disk.ts': [`import { readFileSync } from 'node:fs'\n${value}export const read = readFileSync\n`],
  'lib/stream/rx.ts': [`import { Observable } from 'rxjs'\n${value}export const made = Observable\n`],
  'lib/types/upwards.ts': [uses('../plan/plan.ts'), 'lib/types imports downwards only'],
  'lib/types/upwards-types.ts': [types('../plan/plan.ts'), 'lib/types imports downwards only'],
  'lib/loose.ts': [value],
  'lib/odd/loose.ts': [uses('../errors.ts'), 'every file of lib is in a layer, whether it is used or not'],
  'lib/query/uses-loose.ts': [
    uses('../loose.ts'),
    'every file of lib is in a layer',
    'lib/query imports downwards only',
  ],
  'lib/query/operator.ts': [uses('../../operators/one.ts'), 'lib/query imports downwards only'],
  'lib/query/connector.ts': [types('../../connectors/one/index.ts'), 'lib/query imports downwards only'],
  'lib/state/node.ts': [
    `import { readFileSync } from 'node:fs'\nexport const read = readFileSync\n`,
    'nothing below lib/files knows node',
  ],
  'lib/columnar/buffer.ts': [
    `import { Buffer } from 'buffer'\nexport const made = Buffer\n`,
    'nothing below lib/files knows node',
  ],
  'lib/plan/rx.ts': [
    `import { Observable } from 'rxjs'\nexport const made = Observable\n`,
    'rxjs is imported in one place',
  ],
  'lib/plan/rx-types.ts': [
    `import type { Observable } from 'rxjs'\nexport type Made = Observable<number>\n`,
    'rxjs is imported in one place',
  ],
  'lib/plan/machine.ts': [
    `import { setup } from 'xstate'\nexport const made = setup\n`,
    'xstate is imported in one place',
  ],
  'lib/log/watch.ts': [`export const load = () => import('chokidar')\n`, 'chokidar is imported in one place'],
  'lib/log/kafka.ts': [`export const load = () => import('kafkajs')\n`, 'kafkajs is imported in one place'],
  'lib/log/pack.ts': [`export const load = () => import('msgpackr')\n`, 'msgpackr is imported in one place'],
  'lib/plan/left.ts': [`import { right } from './right.ts'\nexport const left = () => right\n`, 'no cycles'],
  'lib/plan/right.ts': [`import { left } from './left.ts'\nexport const right = () => left\n`],
  'lib/plan/tree.ts': [`import type { Leaf } from './leaf.ts'\nexport interface Tree { readonly leaves: Leaf[] }\n`],
  'lib/plan/leaf.ts': [`import type { Tree } from './tree.ts'\nexport interface Leaf { readonly of: Tree }\n`],
  'operators/one.ts': [value],
  'operators/two.ts': [uses('./one.ts'), 'one operator knows no other'],
  'operators/high.ts': [uses('../lib/query/fine.ts'), 'operators imports downwards only'],
  'lib/query/fine.ts': [value],
  'connectors/one/index.ts': [value],
  'connectors/two/index.ts': [uses('../one/index.ts'), 'one connector knows no other'],
  'connectors/two/high.ts': [uses('../../lib/query/fine.ts'), 'connectors imports downwards only'],
  'connectors/two/operator.ts': [uses('../../operators/one.ts'), 'connectors imports downwards only'],
  'examples/inside.ts': [uses('../lib/query/fine.ts'), 'examples imports downwards only'],
}

const folder = mkdtempSync(join(tmpdir(), 'millrace-layers-'))
let found: readonly { readonly from: string; readonly rule: { readonly name: string } }[]

beforeAll(() => {
  for (const [path, [content]] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  writeFileSync(join(folder, 'tsconfig.json'), '{ "compilerOptions": { "module": "nodenext" } }')
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  const cli = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs')
  const args = [
    '--config',
    join(root, '.dependency-cruiser.cjs'),
    '--output-type',
    'json',
    'lib',
    'operators',
    'connectors',
    'examples',
  ]
  const { stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { cwd: folder, encoding: 'utf8' })
  if (!stdout) throw new Error(stderr)
  found = JSON.parse(stdout).summary.violations
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('every planted fault is found under its rule, and nothing else is', () => {
  const got = found.map(({ from, rule }) => `${from}: ${rule.name}`)
  const wanted = Object.entries(files).flatMap(([path, [, ...rules]]) => rules.map((rule) => `${path}: ${rule}`))
  expect([...new Set(got)].sort()).toEqual(wanted.sort())
})
