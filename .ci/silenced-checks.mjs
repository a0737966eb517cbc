/**
 * Counts the places in lib, operators and connectors where the compiler or the linter is told to look away, prints the
 * number, and fails when it is above `silencedTypeChecks` of limits.json: a change may lower the number, not raise it.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = new URL('../', import.meta.url)
const limit = JSON.parse(readFileSync(new URL('limits.json', import.meta.url), 'utf8')).silencedTypeChecks

/** A directive is a comment; the others are code. */
const directive = /@ts-(?:ignore|expect-error|nocheck)\b|\bbiome-ignore\b/g
const code = /\bas (?:any|never|unknown as)\b|[:<,|&(] ?any(?:\[\])*\b(?=\s*[;,)=>|&[\]}]|$)/gm
const comment = /\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm

/** What is silenced in a text, each with its line. */
export function silencedChecks(text) {
  const withoutComments = text.replace(comment, (found) => found.replace(/[^\n]/g, ' '))
  const found = [...text.matchAll(directive), ...withoutComments.matchAll(code)]
  return found.map((one) => ({ line: text.slice(0, one.index).split('\n').length, what: one[0] }))
}

function main() {
  const files = ['lib', 'operators', 'connectors'].flatMap((folder) =>
    readdirSync(new URL(folder, root), { recursive: true }).map((name) => `${folder}/${name}`),
  )
  const found = files
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => silencedChecks(readFileSync(new URL(name, root), 'utf8')).map((one) => ({ name, ...one })))
  console.log(`silenced type checks: ${found.length}, at most ${limit} (.ci/limits.json)`)
  if (found.length > limit || process.argv.includes('--list')) {
    for (const { name, line, what } of found) console.log(`  ${name}:${line} ${what}`)
  }
  if (found.length < limit) console.log(`  the limit may be lowered to ${found.length}`)
  process.exitCode = found.length > limit ? 1 : 0
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main()
