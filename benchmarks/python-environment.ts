/** Other engines come as Python packages: one environment for benchmarks and tests, made at first use in the cache folder. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** A Python that can import the packages asked for, or why there is none. */
export type PythonEnvironment = { readonly python: string } | { readonly missing: string }

/**
 * Makes the environment when it is not there and installs what it lacks, which can take minutes.
 *
 * @param root the project's folder, with a slash at its end
 * @param packages as pip takes them: `pyspark==4.3.0`; the part before `==` is what is imported
 */
export function pythonEnvironment(root: string, packages: readonly string[]): PythonEnvironment {
  const folder = `${root}node_modules/.cache/millrace/python`
  const python = `${folder}/bin/python`
  if (!existsSync(python) && spawnSync('python3', ['-m', 'venv', folder]).status !== 0) {
    return { missing: 'python3 with venv' }
  }
  for (const one of packages) {
    const [name, version] = one.split('==')
    const wanted = version === undefined ? '' : `; assert version('${name}') == '${version}'`
    const probe = `from importlib.metadata import version; import ${name}${wanted}`
    if (spawnSync(python, ['-c', probe]).status === 0) continue
    if (spawnSync(python, ['-m', 'pip', 'install', '--quiet', one]).status !== 0) {
      return { missing: `${one} (pip could not install it)` }
    }
  }
  return { python }
}

/** The same for Spark, which needs Java 17 besides. */
export function sparkEnvironment(root: string): PythonEnvironment {
  const java = spawnSync('java', ['-version'], { encoding: 'utf8' })
  const version = Number(/version "(\d+)/.exec(java.stderr ?? '')?.[1] ?? 0)
  return version >= 17 ? pythonEnvironment(root, ['pyspark==4.3.0']) : { missing: 'java 17 or later' }
}
