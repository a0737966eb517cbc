import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))

function start(...args: readonly string[]): string {
  const run = spawnSync('npm', ['start', '--silent', '--', ...args], { cwd: root, encoding: 'utf8' })
  expect(run.stderr).toBe('')
  expect(run.status).toBe(0)
  return run.stdout
}

test('npm start runs the web log job, and a second time goes on from the checkpoint and finds nothing new', () => {
  const first = start('--fresh')
  expect(first.match(/batch \d+:/g)?.length).toBeGreaterThanOrEqual(3)
  expect(first).toContain('34,849 rows in 4 batches; 99 malformed lines dropped.')
  expect(first).toContain('34,849 rows stand in target/nasa-weblogs/data.')
  const folder = `${root}target/nasa-weblogs/data`
  const lines = () =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .reduce((sum, name) => sum + readFileSync(`${folder}/${name}`, 'utf8').split('\n').length - 1, 0)
  expect(lines()).toBe(34_849)
  expect(existsSync(`${folder}/_spark_metadata/0`)).toBe(true)
  const second = start()
  expect(second).toContain('Nothing new')
  expect(second).toContain('34,849 rows stand in target/nasa-weblogs/data.')
  expect(lines()).toBe(34_849)
})
