import type { GoldenCase } from './golden-case.ts'
import { NotThereYet } from './plan-frame.ts'
import type { Difference } from './scenario-check.ts'
import type { SkipOf } from './skips.ts'

/** What became of a case. */
export type Verdict =
  | { readonly kind: 'passed' }
  | { readonly kind: 'skipped'; readonly reason: string }
  | { readonly kind: 'failed'; readonly differences: readonly Difference[]; readonly missing?: string }

/**
 * Runs a case and judges it.
 *
 * @param skips the project's list; undefined for files from elsewhere, which may lack only what the package lacks
 */
export async function judge(one: GoldenCase, skips: SkipOf | undefined): Promise<Verdict> {
  const listed = skips?.(one.name)
  const { differences, missing } = await run(one)
  if (listed !== undefined) {
    if (differences.length > 0) return { kind: 'skipped', reason: listed }
    return failed('skips.json lists it', listed, 'it passes: take it off the list')
  }
  if (differences.length === 0) return { kind: 'passed' }
  if (missing === undefined) return { kind: 'failed', differences }
  return skips ? { kind: 'failed', differences, missing } : { kind: 'skipped', reason: `the package has no ${missing}` }
}

async function run(one: GoldenCase): Promise<{ differences: readonly Difference[]; missing?: string }> {
  try {
    return { differences: await one.run() }
  } catch (error) {
    if (error instanceof NotThereYet) {
      const { missing } = error
      return { differences: [{ where: 'the package', expected: missing, actual: 'not there yet' }], missing }
    }
    const stack = error instanceof Error ? error.stack : String(error)
    return { differences: [{ where: 'the run', expected: 'no crash', actual: stack }] }
  }
}

function failed(where: string, expected: unknown, actual: unknown): Verdict {
  return { kind: 'failed', differences: [{ where, expected, actual }] }
}
