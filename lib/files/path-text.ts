/** Paths as text: `/` between parts, no URIs. */

/** The directory a path lies in; `/` for the root's children, `.` for a bare name. */
export function parentOf(path: string): string {
  const at = path.lastIndexOf('/')
  if (at < 0) return '.'
  return at === 0 ? '/' : path.slice(0, at)
}

/** The last part of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

let made = 0

/**
 * A name beside `path` that no listing shows (it begins with a dot) and no other writer takes: readers of logs and data
 * skip what begins with `.` or `_`.
 */
export function temporaryName(path: string): string {
  made += 1
  const mark = typeof process === 'undefined' ? 0 : process.pid
  return `${parentOf(path)}/.${nameOf(path)}.${mark}-${made}.tmp`
}

/** Is this the name of a file that `temporaryName` made and a crash left behind? */
export function isTemporaryName(name: string): boolean {
  return name.startsWith('.') && name.endsWith('.tmp')
}

/** The process that made a temporary file; undefined when it is none, or nobody knows whose. */
export function temporaryOwner(name: string): number | undefined {
  const pid = isTemporaryName(name) ? Number(/\.(\d+)-\d+\.tmp$/.exec(name)?.[1] ?? 0) : 0
  return pid > 0 ? pid : undefined
}
