/** `npm start`: installs and builds what a fresh clone lacks, then runs the web log example. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

if (
  !existsSync(join(root, 'node_modules/esbuild/package.json')) ||
  !existsSync(join(root, 'node_modules/rxjs/package.json'))
) {
  console.log('Installing (once)…')
  const install = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (install.status !== 0) process.exit(install.status ?? 1)
}
const { build, isFresh } = await import('./build.mjs')
if (!isFresh()) {
  console.log('Building…')
  await build({ declarations: false })
}
const run = spawnSync(
  process.execPath,
  ['--enable-source-maps', join(root, '.cache/examples/nasa-weblogs.js'), ...process.argv.slice(2)],
  {
    stdio: 'inherit',
  },
)
process.exit(run.status ?? 1)
