/** The package as its users get it: packed, and installed into an empty program. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project's root, without a slash at its end. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')

/** What `npm pack --json` says of a tarball. Sizes are in bytes. */
interface Packed {
  readonly filename: string
  readonly size: number
  readonly unpackedSize: number
  readonly files: readonly { readonly path: string }[]
}

/** The output of a command; an error with all of it when the command fails. */
export function run(cwd: string, command: string, ...args: readonly string[]): string {
  // npm's settings of a run around us (`npm test`) must not reach the npm that is started here.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_(?!config_)/.test(name)))
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8', env, maxBuffer: 2 ** 26 })
  if (status === 0) return stdout
  throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}\n${stderr}`, { cause: error })
}

/** Builds if a source is younger than dist, packs, and installs the tarball into a new folder. */
export async function installPackage(): Promise<{
  readonly folder: string
  readonly tarball: string
  readonly packed: Packed
  remove(): void
}> {
  const { isFresh } = (await import(new URL('../../.ci/build.mjs', import.meta.url).href)) as { isFresh(): boolean }
  if (!isFresh() || !existsSync(join(root, 'dist/index.d.ts'))) run(root, 'npm', 'run', '--silent', 'build')
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'millrace-package-')))
  const [packed] = JSON.parse(
    run(root, 'npm', 'pack', '--json', '--ignore-scripts', '--pack-destination', folder),
  ) as Packed[]
  if (!packed) throw new Error('npm pack gave nothing')
  const tarball = join(folder, packed.filename)
  writeFileSync(join(folder, 'package.json'), '{ "name": "program", "private": true, "type": "module" }\n')
  run(folder, 'npm', 'install', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', tarball)
  return { folder, tarball, packed, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
