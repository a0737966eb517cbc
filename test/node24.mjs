/** The other Node that everything is tried on. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * The binary of Node 24, from the registry when it is called for the first time; undefined when it cannot be had.
 *
 * Not in node_modules/.bin: there it would take the place of the Node in use.
 */
export function node24() {
  const folder = fileURLToPath(new URL('../node_modules/.cache/millrace/node24', import.meta.url))
  const binary = `${folder}/node_modules/node/bin/node`
  if (!existsSync(binary)) {
    mkdirSync(folder, { recursive: true })
    const options = ['--no-save', '--no-package-lock', '--no-fund', '--no-audit', '--prefix', folder]
    spawnSync('npm', ['install', ...options, 'node@24'], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
  }
  return existsSync(binary) ? binary : undefined
}
