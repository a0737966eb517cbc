/**
 * `npm run golden -- [--only PATTERN] [--write-skips] PATH…`: runs golden files, prints what differs from Spark, closes
 * with `N passed, N failed, N skipped`.
 *
 * Below `test/golden` a case may be skipped only when skips.json lists it, and a listed case that would pass fails: the
 * list cannot hide anything nor outlive its reason. A case that differs on purpose passes with what differences.json says. Elsewhere a case is skipped only for an operator, format or function
 * that the package does not have, and says which.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { GoldenCase } from './golden-case.ts'
import { goldenCases } from './golden-files.ts'
import { judge, type Verdict } from './judge.ts'
import { readListedCases } from './listed-cases.ts'

interface Counts {
  passed: number
  /** Of them, those that differ from Spark on purpose. */
  onPurpose: number
  failed: number
  skipped: number
}

/**
 * The command line.
 *
 * @param root the project's folder
 * @returns the exit code
 */
export async function main(root: string, args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { only: { type: 'string' }, 'write-skips': { type: 'string' } },
  })
  const own = resolve(root, 'test/golden')
  const skipsPath = resolve(own, 'skips.json')
  const lists = readListedCases(own)
  const only = values.only === undefined ? undefined : pattern(values.only)
  const counts: Counts = { passed: 0, onPurpose: 0, failed: 0, skipped: 0 }
  const missing = new Map<string, string>()
  for (const path of positionals.length > 0 ? positionals : [own]) {
    const inside = !relative(own, resolve(path)).startsWith('..')
    for (const one of goldenCases([path])) {
      if (only && !only.test(one.name)) continue
      const verdict = await judge(one, inside ? lists : undefined)
      tell(one, verdict, counts)
      if (verdict.kind === 'failed') missing.set(one.name, verdict.missing ?? 'differs')
    }
  }
  if (values['write-skips']) extendSkips(skipsPath, missing, values['write-skips'])
  if (counts.onPurpose > 0)
    console.log(`${counts.onPurpose} of those that passed differ from Spark on purpose, as docs/differences.md says`)
  console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
  return counts.failed > 0 ? 1 : 0
}

function pattern(text: string): RegExp {
  return new RegExp(
    text
      .split('*')
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*'),
  )
}

function tell(one: GoldenCase, verdict: Verdict, counts: Counts): void {
  counts[verdict.kind] += 1
  if (verdict.kind === 'passed' && verdict.onPurpose !== undefined) {
    counts.onPurpose += 1
    console.log(`differs ${one.name}: ${verdict.onPurpose}`)
  }
  if (verdict.kind === 'skipped') console.log(`skipped ${one.name}: ${verdict.reason}`)
  if (verdict.kind !== 'failed') return
  console.log(`FAILED ${one.name}`)
  for (const { where, expected, actual } of verdict.differences) {
    console.log(`  ${where}\n    Spark:    ${text(expected)}\n    millrace: ${text(actual)}`)
  }
}

function text(value: unknown): string {
  const written = JSON.stringify(value) ?? 'nothing'
  return written.length > 600 ? `${written.slice(0, 600)}…` : written
}

/** For maintainers: lists what fails now as the work of a step; what is listed already stays as it is. */
function extendSkips(path: string, missing: ReadonlyMap<string, string>, step: string): void {
  const list = JSON.parse(readFileSync(path, 'utf8')) as { [name: string]: string }
  for (const [name, reason] of missing) list[name] ??= `${step}: ${reason}`
  const sorted = Object.fromEntries(Object.entries(list).sort(([a], [b]) => (a < b ? -1 : 1)))
  writeFileSync(path, `${JSON.stringify(sorted, null, 1)}\n`)
}
