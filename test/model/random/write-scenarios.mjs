/**
 * `node test/model/random/write-scenarios.mjs FAMILY COUNT SEED FOLDER`: writes random scenarios to be recorded, as
 * `random2-FAMILY-001.json` and so on. The same seed gives the same scenarios.
 */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const outfile = `${root}node_modules/.cache/millrace/random-scenarios.mjs`
await build({
  entryPoints: [`${root}test/model/random/sample-scenarios.ts`],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  logLevel: 'error',
})
const { sampleScenarios } = await import(outfile)
const [family, count, seed, folder] = process.argv.slice(2)
for (const one of sampleScenarios(family, Number(count), Number(seed))) {
  writeFileSync(`${folder}/${one.name}.json`, JSON.stringify(one))
}
