/** `npm run golden`: Node 20 cannot run TypeScript, so the runner is bundled first (a tenth of a second). */
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('../..', import.meta.url))
const outfile = `${root}node_modules/.cache/millrace/golden.mjs`
await build({
  entryPoints: [`${root}test/golden/runner/main.ts`],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  sourcemap: 'inline',
  logLevel: 'error',
})
const { main } = await import(outfile)
process.exitCode = await main(root, process.argv.slice(2))
