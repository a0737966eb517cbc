/**
 * Paths as Spark writes them: URIs in logs, escaped partition values in directory names. Recorded from a real Spark for
 * every code point in test/fixtures/spark/partition-values.json.
 */
import { MillraceError } from '../errors.ts'

const rawInUri = /[A-Za-z0-9!$&'()*+,\-./:;=@_~]/
// java.net.URI keeps other characters but controls and spaces as they are.
const quotedBeyondAscii = /[\u0080-\u009f\p{Zs}\p{Zl}\p{Zp}]/u

/** The URI form of an absolute path, as `_spark_metadata` and `sources/i` hold it: `file:///data/a%20b`. */
export function toUri(path: string): string {
  let text = ''
  for (const char of path) text += staysInUri(char) ? char : percent(char)
  return `file://${text}`
}

/** Spark's other spelling of a path, in descriptions: `file:/data/a b` (Hadoop's Path.toString, nothing escaped). */
export function toHadoopText(path: string): string {
  return `file:${path}`
}

/**
 * A plain path from what a user or a log gave: `file:///x`, `file:/x`, `file://localhost/x` are decoded, a plain path is
 * returned as it stands.
 *
 * @throws MILLRACE_PATH_SCHEME for any other scheme
 */
export function fromUri(uri: string): string {
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(uri)?.[1]
  if (scheme === undefined) return uri
  if (scheme.toLowerCase() !== 'file') {
    throw new MillraceError(
      'MILLRACE_PATH_SCHEME',
      `Only local paths and file: URIs can be read and written here: ${uri}`,
      {
        parameters: { path: uri },
      },
    )
  }
  return decodePercent(uri.slice(5).replace(/^\/\/(localhost)?(?=\/)/, ''))
}

/**
 * A user's path as it is used: `file:` URIs decoded, Hadoop's way of reading plain text (no decoding) otherwise, without
 * trailing slashes.
 */
export function plainPath(text: string): string {
  // Hadoop's Path takes `file:/a%20b` literally; only logs hold encoded URIs.
  const plain = /^file:/i.test(text) ? text.slice(5).replace(/^\/\/(localhost)?(?=\/)/, '') : fromUri(text)
  return plain.length > 1 ? plain.replace(/\/+$/, '') || '/' : plain
}

/** Hive's name of a null or empty partition value. */
export const defaultPartition = '__HIVE_DEFAULT_PARTITION__'

const escapedInNames = new Set('"#%\'*/:=?[\\]^{'.split(''))

/** Spark's ExternalCatalogUtils.escapePathName. `.` and `..` cannot arise: a directory is always `column=value`. */
export function escapePathName(text: string): string {
  let escaped = ''
  for (const char of text) {
    const code = char.codePointAt(0) as number
    escaped += (code > 0 && code < 0x20) || code === 0x7f || escapedInNames.has(char) ? hex(code) : char
  }
  return escaped
}

/** Undoes escapePathName; a `%` without two hexadecimal digits stands for itself. */
export function unescapePathName(text: string): string {
  return text.replace(/%([0-9A-Fa-f]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
}

/**
 * The directory of one partition value: `kind=a%2Fb`.
 *
 * @param value the value as text; null and '' both give Hive's default partition, as Spark's
 * @throws MILLRACE_PARTITION_NAME for a value with a NUL, which no file system takes
 */
export function partitionDirectory(column: string, value: string | null): string {
  if (column.includes('\0') || value?.includes('\0')) {
    throw new MillraceError(
      'MILLRACE_PARTITION_NAME',
      `A partition value with a NUL character cannot name a directory: ${column}`,
    )
  }
  return `${escapePathName(column)}=${value === null || value === '' ? defaultPartition : escapePathName(value)}`
}

/** The column and value a directory name stands for; undefined when it is no partition directory. */
export function partitionOf(directory: string): { readonly column: string; readonly value: string | null } | undefined {
  const at = directory.indexOf('=')
  if (at <= 0) return undefined
  const value = directory.slice(at + 1)
  if (value === '') return undefined
  return {
    column: unescapePathName(directory.slice(0, at)),
    value: value === defaultPartition ? null : unescapePathName(value),
  }
}

/**
 * Checks that a path read from a log lies in `root`, so that no log entry can make us touch anything else.
 *
 * @throws MILLRACE_PATH_OUTSIDE
 */
export function requireInside(root: string, path: string): string {
  const prefix = root.endsWith('/') ? root : `${root}/`
  if (path.startsWith(prefix) && !path.slice(prefix.length).split('/').includes('..')) return path
  throw new MillraceError('MILLRACE_PATH_OUTSIDE', `A path leads out of its directory ${root}: ${path}`, {
    parameters: { path, root },
  })
}

function staysInUri(char: string): boolean {
  return (char.codePointAt(0) as number) < 0x80 ? rawInUri.test(char) : !quotedBeyondAscii.test(char)
}

function percent(char: string): string {
  return [...new TextEncoder().encode(char)].map(hex).join('')
}

function hex(byte: number): string {
  return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
}

function decodePercent(text: string): string {
  return text.replace(/(?:%[0-9A-Fa-f]{2})+/g, (run) => {
    const bytes = Uint8Array.from(run.slice(1).split('%'), (digits) => Number.parseInt(digits, 16))
    return new TextDecoder().decode(bytes)
  })
}
