/** The snippets of the guide run from dist, each in a process of its own, and print what they printed when they were written. */
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))
const examples = readdirSync(`${root}examples`).filter((name) => name.startsWith('guide-') && name.endsWith('.ts'))

beforeAll(async () => {
  const { build, isFresh } = (await import(new URL('../../.ci/build.mjs', import.meta.url).href)) as {
    build(options: { readonly declarations: boolean }): Promise<void>
    isFresh(): boolean
  }
  if (!isFresh()) await build({ declarations: false })
})

test('there are ten snippets', () => {
  expect(examples).toHaveLength(10)
})

test.each(examples.map((name) => name.slice(0, -'.ts'.length)))('%s', async (name) => {
  // Spark's warnings (a temporary checkpoint, an ignored read limit) are part of a run, not of what it prints.
  const run = spawnSync(
    process.execPath,
    ['--no-warnings', '--enable-source-maps', `${root}.cache/examples/${name}.js`],
    {
      cwd: root,
      encoding: 'utf8',
      timeout: 60_000,
    },
  )
  expect(run.stderr).toBe('')
  expect(run.status).toBe(0)
  await expect(run.stdout).toMatchFileSnapshot(`examples/${name}.txt`)
})
