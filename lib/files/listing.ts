/** Which files a path means to a reader: globs resolved, directories walked, hidden names left out. */
import type { FileStatus, FileSystem } from './file-system.ts'
import { glob, isGlob } from './glob.ts'

/** Spark's HadoopFSUtils.shouldFilterOutPathName: hidden files, but `_x=1` is a partition directory. */
export function isHiddenName(name: string): boolean {
  if (name.startsWith('_common_metadata') || name.startsWith('_metadata')) return false
  return (name.startsWith('_') && !name.includes('=')) || name.startsWith('.') || name.endsWith('._COPYING_')
}

/** A file and the root it was found under, whose `column=value` directories below the root are partition values. */
export interface ListedFile extends FileStatus {
  readonly root: string
}

/**
 * All data files a path or glob names, directories walked to the bottom, in no particular order. A path that does not
 * exist gives [].
 *
 * @param pattern a plain path or Hadoop glob
 * @param recursive false: only the children of a matched directory and of its partition directories (`a=1`)
 */
export async function listFiles(files: FileSystem, pattern: string, recursive = true): Promise<readonly ListedFile[]> {
  const roots = isGlob(pattern) ? await glob(files, pattern) : [await files.stat(pattern)]
  const found: ListedFile[] = []
  for (const root of roots) {
    if (!root) continue
    if (root.isDirectory) await walk(files, root.path, root.path, recursive, found)
    else if (!isHiddenName(root.name)) found.push({ ...root, root: root.path.slice(0, root.path.lastIndexOf('/')) })
  }
  return found
}

async function walk(
  files: FileSystem,
  root: string,
  directory: string,
  recursive: boolean,
  found: ListedFile[],
): Promise<void> {
  for (const child of await files.list(directory)) {
    if (isHiddenName(child.name)) continue
    if (!child.isDirectory) found.push({ ...child, root })
    else if (recursive || child.name.includes('=')) await walk(files, root, child.path, recursive, found)
  }
}
