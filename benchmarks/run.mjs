/** `npm run bench`: bundles the benchmark program, which measures `dist`, the code that is shipped, and runs it. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))
if (
  !existsSync(`${root}dist/index.js`) &&
  spawnSync('npm', ['run', 'build'], { cwd: root, stdio: 'inherit' }).status !== 0
) {
  process.exit(1)
}
const outfile = `${root}node_modules/.cache/millrace/bench.mjs`
await build({
  entryPoints: [`${root}benchmarks/bench.ts`],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  logLevel: 'error',
})
const { bench } = await import(outfile)
process.exitCode = await bench(root, process.argv.slice(2))
