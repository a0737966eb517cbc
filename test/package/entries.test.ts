import { readFileSync } from 'node:fs'
import { type BuildOptions, build } from 'esbuild'
import { expect, test } from 'vitest'

/** Plain JavaScript: the build must run before anything is compiled. */
const { packageBuild } = (await import(new URL('../../.ci/build.mjs', import.meta.url).href)) as {
  readonly packageBuild: BuildOptions & {
    readonly entryPoints: Readonly<Record<string, string>>
    readonly metafile: true
  }
}

/** What loading an entry loads: modules of the package and others, `import()` aside. */
async function closureOf(entry: string): Promise<{ readonly modules: string[]; readonly others: string[] }> {
  const { metafile } = await build({ ...packageBuild, write: false })
  const modules = new Set<string>()
  const others = new Set<string>()
  const visit = (path: string): void => {
    const output = metafile.outputs[path]
    for (const input of Object.keys(output?.inputs ?? {})) modules.add(input)
    for (const one of output?.imports ?? []) {
      if (one.kind === 'dynamic-import') continue
      if (one.external) others.add(one.path)
      else if (!seen.has(one.path)) {
        seen.add(one.path)
        visit(one.path)
      }
    }
  }
  const seen = new Set<string>()
  visit(entry)
  return { modules: [...modules], others: [...others].sort() }
}

/** Modules by their folders: a new file beside its kin changes nothing, a new folder does. */
function folder(module: string): string {
  return module.replace(/[^/]*$/, '').replace(/^(lib\/expressions\/functions)\/.*/, '$1/')
}

test('what loading the entry loads is the committed list; heavy packages come at first use only', async () => {
  const { modules, others } = await closureOf('dist/index.js')
  const list = [...new Set(modules.map(folder))].sort()
  for (const heavy of ['kafkajs', 'chokidar', 'lmdb', 'msgpackr', 'xstate', 'rxjs'])
    expect(others.filter((name) => name === heavy || name.startsWith(`${heavy}/`))).toEqual([])
  await expect(`${[...others, '', ...list].join('\n')}\n`).toMatchFileSnapshot('entry-closure.txt')
})

test('the entry exports the committed names', async () => {
  const entry = await import('../../index.ts')
  await expect(`${Object.keys(entry).sort().join('\n')}\n`).toMatchFileSnapshot('entry-exports.txt')
})

test('every entry of package.json is built', () => {
  const { exports, imports } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  expect(imports).toEqual({ '#first-use/*': './dist/first-use/*.js' })
  const built = Object.keys(packageBuild.entryPoints)
    .filter((name) => !name.startsWith('first-use/'))
    .map((name) => `./dist/${name}.js`)
  const named = Object.values(exports as Record<string, string | { readonly default: string }>).flatMap((one) =>
    typeof one === 'string' ? [] : [one.default],
  )
  expect(named.sort()).toEqual(built.sort())
})
