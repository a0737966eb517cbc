/** Golden files by path, each told apart by what it holds. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseExactJson } from './exact-json.ts'
import { expressionCases } from './expression-cases.ts'
import { functionCases } from './function-cases.ts'
import type { GoldenCase } from './golden-case.ts'
import { listNames, readListedCases } from './listed-cases.ts'
import { queryCases } from './query-cases.ts'
import type { Scenario } from './scenario.ts'
import { checkScenario } from './scenario-check.ts'
import { runScenario } from './scenario-run.ts'
import { inScratchFolder } from './scratch-folder.ts'

/** All `.json` files at or below a path, in order; the lists of cases are none. */
function jsonFiles(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path)
    .sort()
    .flatMap((name) => {
      const inner = join(path, name)
      if (statSync(inner).isDirectory()) return jsonFiles(inner)
      return name.endsWith('.json') && !listNames.includes(name) ? [inner] : []
    })
}

/** Every golden case at or below the paths. Files that hold something else are passed over. */
export function goldenCases(paths: readonly string[]): readonly GoldenCase[] {
  return paths.flatMap((path) => jsonFiles(resolve(path))).flatMap((file) => casesOf(file))
}

/** The project's own scenarios that the package passes: those that no list names. */
export function passingScenarios(): readonly Scenario[] {
  const folder = fileURLToPath(new URL('..', import.meta.url))
  const lists = readListedCases(folder)
  const isListed = (name: string) => (lists.skipped(name) ?? lists.differs(name)) !== undefined
  return jsonFiles(`${folder}scenarios`)
    .filter((file) => !isListed(`scenarios/${basename(file, '.json')}`))
    .map((file) => ({ ...readScenario(readFileSync(file, 'utf8')), name: basename(file, '.json') }))
}

/** A scenario; the numbers in the rows that it adds are exact. */
function readScenario(text: string): Scenario {
  const { steps } = parseExactJson(text) as Scenario
  return { ...(JSON.parse(text) as Scenario), steps }
}

function casesOf(file: string): readonly GoldenCase[] {
  const text = readFileSync(file, 'utf8')
  const content = JSON.parse(text)
  if ('cases' in content) return expressionCases(content)
  if ('functions' in content) return functionCases(content)
  if ('queries' in content) return queryCases(content, basename(file, '.json'))
  return 'plan' in content ? [scenarioCase(readScenario(text), file)] : []
}

function scenarioCase(scenario: Scenario, file: string): GoldenCase {
  const name = basename(file, '.json')
  return {
    name: `scenarios/${name}`,
    run: () => inScratchFolder(async (folder) => checkScenario(scenario, await runScenario(scenario, folder))),
  }
}
