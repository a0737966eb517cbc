/**
 * Makes dist/: one module graph for all entries (two copies of MillraceError or of a registry would not know each
 * other), not minified, with source maps; rxjs stays outside, so that programs and millrace share its classes.
 * Declarations come from tsc, unbundled. The examples go to .cache/examples, built against the package by its name.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const sources = [
  'index.ts',
  'lib',
  'operators',
  'connectors',
  'examples',
  'package.json',
  'tsconfig.json',
  'tsconfig.build.json',
  '.ci/build.mjs',
]

/** When the newest of these files was changed, ms. */
function newest(path) {
  const status = statSync(path)
  if (!status.isDirectory()) return status.mtimeMs
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))))
}

/** Whether dist/ is younger than every source. */
export function isFresh() {
  const built = join(root, 'dist/index.js')
  if (!existsSync(built) || !existsSync(join(root, '.cache/examples'))) return false
  return statSync(built).mtimeMs > Math.max(...sources.map((name) => newest(join(root, name))))
}

const shared = {
  absWorkingDir: root,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  sourcemap: true,
  packages: 'external',
  logLevel: 'warning',
}

/** How the package's entries are built; a test asks what each of them loads. */
export const packageBuild = {
  ...shared,
  entryPoints: {
    index: 'index.ts',
    functions: 'lib/expressions/builders/index.ts',
    operators: 'operators/index.ts',
    connectors: 'connectors/index.ts',
  },
  outdir: 'dist',
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  metafile: true,
}

/** Builds; `declarations: false` leaves tsc out, for programs that only want to run. */
export async function build({ declarations = true } = {}) {
  const esbuild = await import('esbuild')
  rmSync(join(root, 'dist'), { recursive: true, force: true })
  await esbuild.build(packageBuild)
  const examples = readdirSync(join(root, 'examples')).filter((name) => name.endsWith('.ts'))
  rmSync(join(root, '.cache/examples'), { recursive: true, force: true })
  await esbuild.build({
    ...shared,
    entryPoints: examples.map((name) => `examples/${name}`),
    outdir: '.cache/examples',
    // Without tsconfig's paths, which would put a second copy of the package into each example.
    tsconfigRaw: {},
  })
  if (declarations) writeDeclarations()
}

/** tsc keeps the sources' `.ts` in declarations, where no such files are. */
function writeDeclarations() {
  const tsc = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], {
    cwd: root,
    stdio: 'inherit',
  })
  for (const name of readdirSync(join(root, 'dist'), { recursive: true })) {
    if (!name.endsWith('.d.ts')) continue
    const path = join(root, 'dist', name)
    writeFileSync(
      path,
      readFileSync(path, 'utf8').replace(/((?:from|import\() ?(['"])\.\.?\/[^'"]*)\.ts\2/g, '$1.js$2'),
    )
  }
  if (tsc.status !== 0) throw new Error('tsc found errors in the declarations')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await build({ declarations: !process.argv.includes('--no-declarations') })
}
