/** Which files a path means to a reader: globs resolved, directories walked, hidden names left out. */
import type { ImmediateFiles } from './file-system.ts'
import { type GlobMatch, glob, isGlob } from './glob.ts'
import { parentOf } from './path-text.ts'

/** Spark's HadoopFSUtils.shouldFilterOutPathName: hidden files, but `_x=1` is a partition directory. */
export function isHiddenName(name: string): boolean {
  if (name.startsWith('_common_metadata') || name.startsWith('_metadata')) return false
  return (name.startsWith('_') && !name.includes('=')) || name.startsWith('.') || name.endsWith('._COPYING_')
}

/** A file and the root it was found under, whose `column=value` directories below the root are partition values. */
export interface ListedFile {
  readonly path: string
  readonly name: string
  readonly root: string
}

/**
 * All data files a path or glob names, directories walked to the bottom, in no particular order, by their names alone: a
 * file is not looked at, so that ten thousand known files cost little. A path that does not exist gives [].
 *
 * @param pattern a plain path or Hadoop glob
 * @param accepts which file names to take, beside hidden ones, which are never taken
 */
export function listFiles(
  files: ImmediateFiles,
  pattern: string,
  accepts: (name: string) => boolean = () => true,
): readonly ListedFile[] {
  const found: ListedFile[] = []
  const walk = (root: string, directory: string): void => {
    for (const { name, isDirectory } of files.names(directory)) {
      if (isHiddenName(name)) continue
      const path = directory === '/' ? `/${name}` : `${directory}/${name}`
      if (isDirectory) walk(root, path)
      else if (accepts(name)) found.push({ path, name, root })
    }
  }
  for (const { path, name, isDirectory } of rootsOf(files, pattern)) {
    if (isDirectory) walk(path, path)
    else if (!isHiddenName(name) && accepts(name)) found.push({ path, name, root: parentOf(path) })
  }
  return found
}

function rootsOf(files: ImmediateFiles, pattern: string): readonly GlobMatch[] {
  if (isGlob(pattern)) return glob(files, pattern)
  const status = files.stat(pattern)
  return status ? [status] : []
}
