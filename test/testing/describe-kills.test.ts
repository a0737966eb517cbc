/** The suite of real kills: a job that is right passes, those that lose, repeat or ignore the order are caught. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { describeKills } from '../../lib/testing/conformance/describe-kills.ts'

/** Three epochs of a row each by files: `done` has the epochs that are over, `rows` or a file for each epoch the rows. */
const program = `
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
const [folder, fault, order] = process.argv.slice(2)
const { point, epoch } = JSON.parse(order)
const reach = (at, of) => {
  if (fault !== 'not killed' && at === point && of === epoch) process.kill(process.pid, 'SIGKILL')
}
const done = folder + '/done'
if (fault === 'fails' && existsSync(done)) throw new Error('it does not go on')
for (let n = existsSync(done) ? Number(readFileSync(done, 'utf8')) : 0; n < 3; n++) {
  if (fault === 'lost') writeFileSync(done, String(n + 1))
  reach('before:sink-commit', n)
  if (fault === 'repeated') appendFileSync(folder + '/rows', n + ' ')
  else writeFileSync(folder + '/rows' + n, n + ' ')
  reach('after:sink-commit', n)
  writeFileSync(done, String(n + 1))
}
`

async function failures(fault: string): Promise<readonly string[]> {
  const suite = describeKills('files', {
    points: ['before:sink-commit', 'after:sink-commit'],
    async open() {
      const folder = mkdtempSync(join(tmpdir(), 'millrace-kills-'))
      const job = join(folder, 'job.mjs')
      writeFileSync(job, program)
      const texts = () =>
        readdirSync(folder)
          .filter((name) => name.startsWith('rows'))
          .map((name) => join(folder, name))
      return {
        command: (order) => [job, folder, fault, JSON.stringify(order)],
        visible: async () =>
          texts()
            .flatMap((path) => (existsSync(path) ? readFileSync(path, 'utf8').trim().split(' ') : []))
            .map((n) => [n]),
        expected: [['0'], ['1'], ['2']],
        close: async () => rmSync(folder, { recursive: true }),
      }
    },
  })
  const failed: string[] = []
  for (const { name, run } of suite.checks)
    await run().catch((error: Error) => failed.push(`${name}: ${error.message}`))
  return failed
}

test.each([
  ['none', []],
  ['lost', [/^killed at before:sink-commit .*after 3 kills at before:sink-commit/s]],
  ['repeated', [/^killed at after:sink-commit .*after 3 kills at after:sink-commit/s]],
  ['not killed', [/killed 0 times/, /killed 0 times/]],
  ['fails', [/the job failed behind 2 kills:.*it does not go on/s, /the job failed behind 2 kills/]],
])('a job with the fault "%s"', async (fault, expected) => {
  const found = await failures(fault)
  expect(found).toHaveLength(expected.length)
  for (const [at, pattern] of expected.entries()) expect(found[at]).toMatch(pattern)
})
