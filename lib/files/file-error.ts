/** How failures of a file system look to the layers above. */
import { MillraceError } from '../errors.ts'

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied; give this user access or choose another place',
  EPERM: 'not permitted; give this user access or choose another place',
  EROFS: 'the file system is read-only; choose another place',
  ENOSPC: 'no space left on the device; free some and start the query again, it goes on where it was',
  EDQUOT: 'the disk quota is used up; free some space and start the query again, it goes on where it was',
  ENOENT: 'there is no such file or directory',
  EEXIST: 'it exists already',
  ENOTDIR: 'a part of the path is a file, not a directory',
  EISDIR: 'it is a directory',
  ENOTEMPTY: 'the directory is not empty',
  EMFILE: 'too many open files; raise the limit (ulimit -n)',
  EXDEV: 'source and target lie on different devices',
}

/**
 * The error of an operation on a path, with Node's code in `parameters.code`.
 *
 * @param verb what was tried, as it completes "Cannot …": `write`, `list`
 * @param path the path as the caller gave it
 * @param cause what Node threw, or a code
 */
export function fileError(verb: string, path: string, cause: unknown): MillraceError {
  const code = typeof cause === 'string' ? cause : codeOf(cause)
  const reason = reasons[code] ?? (cause instanceof Error ? cause.message : code)
  return new MillraceError('MILLRACE_FILE_SYSTEM', `Cannot ${verb} ${path}: ${reason} (${code})`, {
    parameters: { code, path },
    ...(typeof cause === 'string' ? {} : { cause }),
  })
}

/** Node's code of an error of this layer or of Node itself; '' when it has none. */
export function fileErrorCode(error: unknown): string {
  if (error instanceof MillraceError)
    return error.condition === 'MILLRACE_FILE_SYSTEM' ? (error.parameters['code'] ?? '') : ''
  return codeOf(error)
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return ''
  return String(error.code)
}
