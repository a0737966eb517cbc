/**
 * The project's own lists of golden cases that do not give what Spark gave. `skips.json`: what is not there, or cannot be
 * compared. `differences.json`: what differs on purpose (docs/differences.md), with what is given instead, which is checked.
 */
import { readFileSync } from 'node:fs'

export interface DifferenceOnPurpose {
  readonly why: string
  /** In place of what Spark gave, difference by difference. */
  readonly given: readonly unknown[]
}

export interface ListedCases {
  /** Why a case is skipped; undefined = it must pass. */
  skipped(name: string): string | undefined
  /** What a case gives in place of Spark's answer. */
  differs(name: string): DifferenceOnPurpose | undefined
}

/** Names of the lists: they hold no cases. */
export const listNames: readonly string[] = ['skips.json', 'differences.json']

/** @param folder the project's golden cases */
export function readListedCases(folder: string): ListedCases {
  const read = <T>(name: string) =>
    new Map(Object.entries(JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as { readonly [name: string]: T }))
  const skips = read<string>('skips.json')
  const differences = read<DifferenceOnPurpose>('differences.json')
  return { skipped: (name) => skips.get(name), differs: (name) => differences.get(name) }
}
