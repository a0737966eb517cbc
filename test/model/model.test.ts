import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Scenario } from '../golden/runner/scenario.ts'
import { checkScenario } from '../golden/runner/scenario-check.ts'
import { runModel } from './batch-algorithm.ts'

const folder = new URL('../golden/scenarios/', import.meta.url)

/** Families of scenarios that are about batches, watermarks and state. */
const families =
  /^(agg|chained|dedup|session|sliding|tumbling|window|wm|complete|having|limit|once|availablenow|restart|union|self-union|ssjoin|random|random2)-/

/** What the model leaves to other tests, and why. */
const left: { readonly [name: string]: string } = {
  'agg-approx-update': 'percentiles are a matter of the functions',
  'agg-cube-window-update': 'grouping sets over windows are a matter of the analysis',
  'agg-explode-list': 'generators',
  'agg-having-hidden-key': 'columns that a select list leaves out are a matter of the analysis',
  'agg-lateral-alias': 'names in a select list are a matter of the analysis',
  'agg-max-by-several': 'a matter of the functions',
  'agg-stats-update': 'moments are a matter of the functions',
  'availablenow-maxbytes': 'sizes of files',
  'complete-order-hidden-key': 'columns that a select list leaves out are a matter of the analysis',
  'complete-order-window': 'orders by windows are a matter of the analysis',
  'restart-add-source': 'refused at the start',
  'restart-changed-agg': 'refused at the start',
  'ssjoin-self': 'names of frames',
  'ssjoin-three-way': 'refused in the first batch',
  'ssjoin-window-fullouter': 'joins by the names of columns',
  'ssjoin-window-leftsemi': 'joins by the names of columns',
  'wm-explode-computed': 'generators',
  'wm-explode-empty': 'generators',
  'wm-explode-outer': 'generators',
  'wm-filter-after-explode': 'generators',
  'wm-redefine': 'refused in the second batch',
}

const names = readdirSync(folder)
  .filter((name) => families.test(name))
  .map((name) => name.replace('.json', ''))

/** A scenario; integers that JSON.parse would round stay as text. */
function recorded(name: string): Scenario {
  const text = readFileSync(new URL(`${name}.json`, folder), 'utf8')
  return JSON.parse(text.replaceAll(/: ?(-?\d{16,})(?=\s*[,}])/g, ': "$1"'))
}

describe('the model of batches gives what Spark gave', () => {
  test.each(names.filter((name) => !(name in left)))('%s', (name) => {
    const scenario = recorded(name)
    expect(checkScenario(scenario, runModel(scenario))).toEqual([])
  })
})

test('what is left to other tests is there and is not modelled', () => {
  const modelled = (name: string) => {
    try {
      const scenario = recorded(name)
      return checkScenario(scenario, runModel(scenario)).length === 0
    } catch {
      return false
    }
  }
  expect(Object.keys(left).filter((name) => !names.includes(name) || modelled(name))).toEqual([])
})
