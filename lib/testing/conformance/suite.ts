/** A suite as data: named checks that a test runner, or none, calls one after another. */
import { MillraceError } from '../../errors.ts'

/** One thing that a connector has to do. */
export interface Check {
  readonly name: string
  /** Resolves when the connector does it. @throws what it does instead */
  run(): Promise<void>
}

export interface Suite {
  readonly title: string
  readonly checks: readonly Check[]
}

/** A check and the ability it needs; undefined = what every connector has. */
export interface AbilityCheck<A extends string> extends Check {
  readonly needs: A | undefined
}

/**
 * The checks under a connector's declared inabilities: a check of one must fail, so that no declaration outlives its
 * reason.
 */
export function suiteOf<A extends string>(
  title: string,
  checks: readonly AbilityCheck<A>[],
  cannot: Readonly<Partial<Record<A, string>>>,
): Suite {
  return {
    title,
    checks: checks.map(({ name, needs, run }) => {
      const reason = needs === undefined ? undefined : cannot[needs]
      return reason === undefined
        ? { name, run }
        : { name: `cannot, as declared (${reason}): ${name}`, run: failing(needs as string, run) }
    }),
  }
}

function failing(ability: string, run: () => Promise<void>): () => Promise<void> {
  return async () => {
    try {
      await run()
    } catch {
      return
    }
    throw new MillraceError(
      'MILLRACE_CONFORMANCE',
      `The connector declares that it cannot do this, and does it: take '${ability}' out of its 'cannot'`,
    )
  }
}
