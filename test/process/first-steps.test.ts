/** These guides are programs: their blocks are run in order, and print what stands under them. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { transform } from 'esbuild'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))
const mark = '── block ──'

/** Pairs of a program's part and what it prints. */
const blocks = /```ts\n([\s\S]*?)```\n```text\n([\s\S]*?)```/g

function program(text: string): string {
  const parts = [...text.matchAll(blocks)].map(([, code = '']) => code)
  const imports = parts.flatMap((code) => code.match(/^import .*$/gm) ?? [])
  const bodies = parts.map((code) => `${code.replace(/^import .*$/gm, '')}\nconsole.log('${mark}')`)
  return [...imports, ...bodies].join('\n')
}

test.each(['first-steps', 'state'])('every block of docs/guide/%s.md prints what stands under it', async (name) => {
  const document = `${root}docs/guide/${name}.md`
  const { build, isFresh } = (await import(new URL('../../.ci/build.mjs', import.meta.url).href)) as {
    build(options: { readonly declarations: boolean }): Promise<void>
    isFresh(): boolean
  }
  if (!isFresh()) await build({ declarations: false })
  const text = readFileSync(document, 'utf8')
  const { code } = await transform(program(text), { loader: 'ts', format: 'esm' })
  // Inside the package, so that its own name leads to dist.
  const file = `${root}.cache/${name}.mjs`
  mkdirSync(`${root}.cache`, { recursive: true })
  writeFileSync(file, code)
  const folder = mkdtempSync(join(tmpdir(), `millrace-${name}-`))
  try {
    const run = spawnSync(process.execPath, ['--no-warnings', '--enable-source-maps', file], {
      cwd: folder,
      encoding: 'utf8',
    })
    expect(run.stderr).toBe('')
    const printed = run.stdout.split(`${mark}\n`)
    let at = 0
    const actual = text.replace(
      blocks,
      (_, block) => `\`\`\`ts\n${block}\`\`\`\n\`\`\`text\n${printed[at++]?.trim() ?? ''}\n\`\`\``,
    )
    await expect(actual, name).toMatchFileSnapshot(document)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
