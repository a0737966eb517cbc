import type { GoldenCase } from './golden-case.ts'
import { canonicalText, type Json } from './golden-value.ts'
import type { DifferenceOnPurpose, ListedCases } from './listed-cases.ts'
import { NotThereYet } from './plan-frame.ts'
import type { Difference } from './scenario-check.ts'

/** What became of a case. */
export type Verdict =
  | { readonly kind: 'passed'; readonly onPurpose?: string }
  | { readonly kind: 'skipped'; readonly reason: string }
  | { readonly kind: 'failed'; readonly differences: readonly Difference[]; readonly missing?: string }

/**
 * Runs a case and judges it.
 *
 * @param lists the project's; undefined for files from elsewhere, which may lack only what the package lacks
 */
export async function judge(one: GoldenCase, lists: ListedCases | undefined): Promise<Verdict> {
  const skipped = lists?.skipped(one.name)
  const onPurpose = lists?.differs(one.name)
  const { differences, missing } = await run(one)
  if (onPurpose) return compared(differences, onPurpose)
  if (skipped !== undefined) {
    if (differences.length > 0) return { kind: 'skipped', reason: skipped }
    return failed('skips.json lists it', skipped, 'it passes: take it off the list')
  }
  if (differences.length === 0) return { kind: 'passed' }
  if (missing === undefined) return { kind: 'failed', differences }
  return lists ? { kind: 'failed', differences, missing } : { kind: 'skipped', reason: `the package has no ${missing}` }
}

/** A difference on purpose is one, and the one that is meant. */
function compared(differences: readonly Difference[], { why, given }: DifferenceOnPurpose): Verdict {
  if (differences.length === 0)
    return failed('differences.json lists it', why, 'it is as in Spark: take it off the list')
  const actual = differences.map((one) => one.actual)
  if (canonicalText(actual as Json) === canonicalText(given as Json)) return { kind: 'passed', onPurpose: why }
  return failed('what is given on purpose in place of Spark’s answer', given, actual)
}

async function run(one: GoldenCase): Promise<{ differences: readonly Difference[]; missing?: string }> {
  try {
    return { differences: await one.run() }
  } catch (error) {
    if (error instanceof NotThereYet) {
      const { missing, told } = error
      return { differences: [{ where: 'the package', expected: missing, actual: told }], missing }
    }
    const stack = error instanceof Error ? error.stack : String(error)
    return { differences: [{ where: 'the run', expected: 'no crash', actual: stack }] }
  }
}

function failed(where: string, expected: unknown, actual: unknown): Verdict {
  return { kind: 'failed', differences: [{ where, expected, actual }] }
}
