/** One golden case, whatever its kind: a name, and a run that says what differs. */
import type { Difference } from './scenario-check.ts'

export interface GoldenCase {
  /** `scenarios/stateless-filter`, `expressions/string/upper(s)`, `functions/md5/0`. */
  readonly name: string
  /**
   * Runs it.
   *
   * @returns every difference to Spark
   * @throws NotThereYet when the package lacks what the case needs
   */
  run(): Promise<readonly Difference[]>
}
