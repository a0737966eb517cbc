/**
 * Makes dist/: one module graph for all entries (two copies of MillraceError or of a registry would not know each
 * other), not minified, with source maps; rxjs stays outside, so that programs and millrace share its classes.
 * Declarations come from tsc, unbundled. The examples go to .cache/examples, built against the package by its name.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
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
  // What is not there need not be scanned: a program starts the faster. Names stay, and lines stay short enough to be shown.
  minifyWhitespace: true,
  minifySyntax: true,
  lineLimit: 160,
  packages: 'external',
  logLevel: 'warning',
}

/**
 * Modules that an entry loads when one of their functions is first called: compiling the whole engine takes four times
 * as long as starting Node. The calls are synchronous, so it is `require`, which loads ES modules since Node 20.19.
 * `from` imports them this way; whoever else does has a use for them at once.
 */
const atFirstUse = {
  sessions: { module: 'sessions.ts', from: 'index.ts', functions: ['sessions'] },
  'plain-stage': {
    module: 'lib/plan/plain-stage.ts',
    from: 'lib/plan/define-operator.ts',
    functions: ['plainStage', 'plainJoinStage'],
  },
  'parse-expression': {
    module: 'lib/expressions/parser/parse-expression.ts',
    from: ['lib/expressions/column-functions.ts', 'lib/expressions/column.ts', 'lib/expressions/window-spec.ts'],
    functions: ['parseColumnName', 'parseExpression', 'parseWindowText'],
  },
  'java-pattern': {
    module: 'lib/expressions/functions/regex/java-pattern.ts',
    from: ['lib/expressions/functions/regex/pattern-of.ts', 'lib/expressions/functions/str-to-map.ts'],
    functions: ['javaPattern'],
  },
  'zone-names': {
    module: 'lib/types/time/pattern/zone-names.ts',
    from: ['lib/types/time/pattern/parse-elements.ts', 'lib/types/time/pattern/format-elements.ts'],
    functions: ['readZoneName', 'regionId', 'zoneNames'],
  },
  xml: {
    module: 'lib/formats/xml/xml-library.ts',
    from: 'lib/expressions/functions/xml/loaded-xml.ts',
    functions: ['compileXPath', 'xmlReader', 'xmlTypeOf', 'xmlVariantReader', 'xmlWriter'],
  },
}

/** Node's own errors of both cases do not say what to do. */
const cannotLoad =
  'A part of millrace could not be loaded. It needs Node 20.19 or later, and an import() of millrace/functions, ' +
  '/operators or /connectors that is under way has to be awaited first.'

/** Puts functions that load the module in the place of the module's own. */
const loadAtFirstUse = {
  name: 'load at first use',
  setup(build) {
    build.onResolve({ filter: /^\.{1,2}\// }, ({ path, importer, resolveDir, kind }) => {
      if (kind !== 'import-statement') return undefined
      const [module, from] = [join(resolveDir, path), importer].map((file) => relative(root, file))
      const found = Object.entries(atFirstUse).find(
        ([, one]) => one.module === module && [one.from].flat().includes(from),
      )
      return found && { path: found[0], namespace: 'first-use', sideEffects: false }
    })
    build.onLoad({ filter: /.*/, namespace: 'first-use' }, ({ path: name }) => ({
      contents: [
        "import { createRequire } from 'node:module'",
        'let loaded',
        'const load = () => {',
        '  try {',
        `    return (loaded ??= createRequire(import.meta.url)('#first-use/${name}'))`,
        '  } catch (cause) {',
        `    throw new Error(${JSON.stringify(cannotLoad)}, { cause })`,
        '  }',
        '}',
        ...atFirstUse[name].functions.map((one) => `export const ${one} = (...args) => load().${one}(...args)`),
      ].join('\n'),
    }))
  },
}

/** How the package's entries are built; a test asks what each of them loads. */
export const packageBuild = {
  ...shared,
  entryPoints: {
    index: 'index.ts',
    functions: 'lib/expressions/builders/index.ts',
    operators: 'operators/index.ts',
    connectors: 'connectors/index.ts',
    testing: 'lib/testing/index.ts',
    'testing/vitest': 'lib/testing/vitest.ts',
    ...Object.fromEntries(Object.entries(atFirstUse).map(([name, { module }]) => [`first-use/${name}`, module])),
  },
  plugins: [loadAtFirstUse],
  outdir: 'dist',
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  metafile: true,
}

/** Builds; `declarations: false` leaves tsc out, for programs that only want to run. */
export async function build({ declarations = true } = {}) {
  const esbuild = await import('esbuild')
  rmSync(join(root, 'dist'), { recursive: true, force: true })
  const { metafile } = await esbuild.build(packageBuild)
  for (const [name, { functions }] of Object.entries(atFirstUse)) {
    const { exports } = metafile.outputs[`dist/first-use/${name}.js`]
    const lacking = functions.filter((one) => !exports.includes(one))
    if (lacking.length > 0) throw new Error(`${atFirstUse[name].module} does not export ${lacking.join(', ')}`)
  }
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
