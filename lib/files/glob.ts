/** Hadoop's glob syntax: `*`, `?`, `[a-z]`, `[^a-z]`, `{a,b}`, and `\` before a character that shall stand for itself. */
import { MillraceError } from '../errors.ts'
import type { DirectoryEntry, ImmediateFiles } from './file-system.ts'

const special = /[*?[\]{}\\]/

/** Does this path need a listing to be resolved? */
export function isGlob(path: string): boolean {
  return special.test(path)
}

/** A path that a pattern names. */
export interface GlobMatch extends DirectoryEntry {
  readonly path: string
}

/**
 * Files and directories that a pattern names, in path order; a pattern that matches nothing gives []. `*` does not cross
 * a `/` and, as in Hadoop, also matches names that begin with a dot. No matched file is looked at.
 *
 * @throws MILLRACE_GLOB for an unclosed bracket or brace
 */
export function glob(files: ImmediateFiles, pattern: string): readonly GlobMatch[] {
  const found = new Map<string, GlobMatch>()
  for (const one of expandSlashedBraces(pattern)) {
    for (const match of matches(files, one)) found.set(match.path, match)
  }
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
}

function matches(files: ImmediateFiles, pattern: string): readonly GlobMatch[] {
  const parts = pattern.split('/').filter((part) => part !== '')
  let places: string[] = [pattern.startsWith('/') ? '' : '.']
  let found: GlobMatch[] = []
  for (const [at, part] of parts.entries()) {
    found = places.flatMap((place) => step(files, place, part))
    if (at < parts.length - 1) places = found.filter((match) => match.isDirectory).map((match) => match.path)
  }
  return found
}

function step(files: ImmediateFiles, place: string, part: string): GlobMatch[] {
  const prefix = place === '.' ? '' : `${place}/`
  if (!special.test(part)) {
    const path = prefix + part
    const status = files.stat(path)
    return status ? [{ path, name: part, isDirectory: status.isDirectory }] : []
  }
  const expression = globExpression(part)
  return files
    .names(place === '' ? '/' : place)
    .filter((child) => expression.test(child.name))
    .map((child) => ({ ...child, path: prefix + child.name }))
}

/** The regular expression of one path part, as Hadoop's GlobPattern reads it. */
export function globExpression(part: string): RegExp {
  let source = ''
  let braces = 0
  for (let at = 0; at < part.length; at += 1) {
    const char = part[at] as string
    if (char === '\\') {
      at += 1
      if (at >= part.length) throw malformed(part, 'a lone backslash at the end')
      source += quoted(part[at] as string)
    } else if (char === '*') source += '.*'
    else if (char === '?') source += '.'
    else if (char === '[') {
      const end = setEnd(part, at)
      source += setSource(part.slice(at + 1, end))
      at = end
    } else if (char === '{') {
      source += '(?:'
      braces += 1
    } else if (char === ',' && braces > 0) source += '|'
    else if (char === '}' && braces > 0) {
      source += ')'
      braces -= 1
    } else source += quoted(char)
  }
  if (braces > 0) throw malformed(part, 'an unclosed {')
  return new RegExp(`^${source}$`, 'su')
}

function setEnd(part: string, open: number): number {
  let at = open + 1
  if (part[at] === '!' || part[at] === '^') at += 1
  // A bracket right at the beginning of a set belongs to it.
  if (part[at] === ']') at += 1
  for (; at < part.length; at += 1) {
    if (part[at] === '\\') at += 1
    else if (part[at] === ']') return at
  }
  throw malformed(part, 'an unclosed [')
}

function setSource(body: string): string {
  const negated = body.startsWith('!') || body.startsWith('^')
  let inside = ''
  for (let at = negated ? 1 : 0; at < body.length; at += 1) {
    const char = body[at] as string
    if (char === '\\' && at + 1 < body.length) {
      at += 1
      inside += body[at] === '-' ? '\\-' : quoted(body[at] as string)
    } else inside += char === '-' ? '-' : quoted(char)
  }
  return `[${negated ? '^' : ''}${inside}]`
}

function quoted(char: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(char) ? `\\${char}` : char
}

/**
 * The part of `path` that a pattern matches, the path itself or a directory it lies in; undefined when there is none.
 * Where a file was found is lost in logs, and only directories below the match are partitions.
 */
export function globRoot(pattern: string, path: string): string | undefined {
  const parts = path.split('/')
  for (const one of expandSlashedBraces(pattern)) {
    const wanted = one.split('/')
    if (wanted.length <= parts.length && wanted.every((part, at) => globExpression(part).test(parts[at] as string))) {
      return parts.slice(0, wanted.length).join('/')
    }
  }
  return undefined
}

/** Braces that span directories (`{a/b,c}/d`) are written out before the path is split, as Hadoop's GlobExpander does. */
function expandSlashedBraces(pattern: string): readonly string[] {
  const slashed = firstSlashedBrace(pattern)
  if (!slashed) return [pattern]
  const { open, close, choices } = slashed
  return choices.flatMap((choice) => expandSlashedBraces(pattern.slice(0, open) + choice + pattern.slice(close + 1)))
}

function firstSlashedBrace(pattern: string): { open: number; close: number; choices: string[] } | undefined {
  for (let open = 0; open < pattern.length; open += 1) {
    if (pattern[open] === '\\') open += 1
    else if (pattern[open] === '{') {
      const choices: string[] = []
      let depth = 0
      let from = open + 1
      for (let at = open; at < pattern.length; at += 1) {
        const char = pattern[at]
        if (char === '\\') at += 1
        else if (char === '{') depth += 1
        else if (char === ',' && depth === 1) {
          choices.push(pattern.slice(from, at))
          from = at + 1
        } else if (char === '}') {
          depth -= 1
          if (depth > 0) continue
          choices.push(pattern.slice(from, at))
          if (choices.some((choice) => choice.includes('/'))) return { open, close: at, choices }
          break
        }
      }
    }
  }
  return undefined
}

function malformed(part: string, what: string): MillraceError {
  return new MillraceError(
    'MILLRACE_GLOB',
    `Illegal file pattern, ${what}; put a backslash before a character that is meant as it is: ${part}`,
  )
}
