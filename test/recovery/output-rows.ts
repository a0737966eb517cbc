/** What stands in a file sink's directory, read as Spark's formats say and not by the project's own readers. */
import { fileURLToPath } from 'node:url'

/** Texts of files by path. */
export type Tree = Readonly<Record<string, string>>

/** Rows by plain listing, sorted: each as the folders it lies in and its line. */
export function rowsByGlob(tree: Tree, output: string): string[] {
  const visible = Object.keys(tree).filter(
    (path) => path.startsWith(`${output}/`) && !/\/[._]/.test(path.slice(output.length)),
  )
  return visible.flatMap((path) => rowsOf(tree, path, output)).sort()
}

/** Rows of the files that `_spark_metadata` names, sorted; [] when there is none. */
export function rowsByLog(tree: Tree, output: string): string[] {
  const log = `${output}/_spark_metadata/`
  const names = Object.keys(tree)
    .filter((path) => path.startsWith(log))
    .map((path) => path.slice(log.length))
    .filter((name) => !name.startsWith('.'))
  const compacted = Math.max(-1, ...names.filter((name) => name.endsWith('.compact')).map(Number.parseFloat))
  const wanted = names.filter((name) =>
    name.endsWith('.compact') ? Number.parseFloat(name) === compacted : Number(name) > compacted,
  )
  const paths = wanted.flatMap((name) => {
    const [version, ...lines] = (tree[log + name] as string).split('\n')
    if (version !== 'v1') throw new Error(`${log}${name} begins with ${version}`)
    return lines.map((line) => fileURLToPath((JSON.parse(line) as { readonly path: string }).path))
  })
  return paths.flatMap((path) => rowsOf(tree, path, output)).sort()
}

function rowsOf(tree: Tree, path: string, output: string): string[] {
  const text = tree[path]
  if (text === undefined) throw new Error(`${path} is named and not there`)
  const lines = text.split('\n')
  if (lines.pop() !== '') throw new Error(`${path} ends within a line`)
  const folder = path.slice(output.length, path.lastIndexOf('/'))
  return lines.map((line) => `${folder} ${line}`)
}

/** Files that a run began and nobody finished. */
export function leftOvers(tree: Tree): string[] {
  return Object.keys(tree).filter((path) => /\.tmp$|\.millrace-lock|_millrace_staging-[^/]*\//.test(path))
}
