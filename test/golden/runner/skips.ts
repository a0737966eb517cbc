/** `skips.json`: golden cases of the project that a later step brings, by name or by a pattern with `*`. */
import { readFileSync } from 'node:fs'

/** Looks a case up; undefined = it must pass. */
export type SkipOf = (name: string) => string | undefined

/** Reads the list: case → the step that will bring it. */
export function readSkips(path: string): SkipOf {
  const list = new Map(Object.entries(JSON.parse(readFileSync(path, 'utf8')) as { [name: string]: string }))
  return (name) => list.get(name)
}
