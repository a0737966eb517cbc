/** docs/errors.md holds our own conditions, all of them and no others. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const root = new URL('../../', import.meta.url)

/** Conditions in the code; comments may speak of those that others throw. */
function thrown(): Set<string> {
  const files = ['lib', 'operators', 'connectors'].flatMap((folder) =>
    readdirSync(new URL(folder, root), { recursive: true }).map((name) => `${folder}/${name}`),
  )
  files.push('sessions.ts')
  const conditions = files
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => [...readFileSync(new URL(name, root), 'utf8').matchAll(/^(?! *(?:\*|\/\/|\/\*)).*/gm)])
    .flatMap(([line]) => line.match(/(?<=['"`])MILLRACE_[A-Z0-9_]+/g) ?? [])
  return new Set(conditions)
}

const documented = [...readFileSync(new URL('docs/errors.md', root), 'utf8').matchAll(/^\| `(\w+)` \|/gm)].map(
  ([, name]) => name as string,
)

test('every condition of ours has its line in docs/errors.md', () => {
  expect([...thrown()].filter((name) => !documented.includes(name)).sort()).toEqual([])
})

test('every line of docs/errors.md is a condition that the code throws, once', () => {
  const known = thrown()
  expect(documented.filter((name, at) => !known.has(name) || documented.indexOf(name) !== at)).toEqual([])
})
