/** The conformance suites as vitest's tests: `describeSource('orders', { open, cannot })` in a test file. */
import { describe, test } from 'vitest'
import { type KillSuiteOptions, describeKills as killSuite } from './conformance/describe-kills.ts'
import { type SinkSuiteOptions, describeSink as sinkSuite } from './conformance/describe-sink.ts'
import { type SourceSuiteOptions, describeSource as sourceSuite } from './conformance/describe-source.ts'
import type { Suite } from './conformance/suite.ts'

/** Runs the suite of sources; see `describeSource` of `millrace/testing`. */
export function describeSource(name: string, options: SourceSuiteOptions): void {
  bind(sourceSuite(name, options))
}

/** Runs the suite of sinks; see `describeSink` of `millrace/testing`. */
export function describeSink(name: string, options: SinkSuiteOptions): void {
  bind(sinkSuite(name, options))
}

/** Runs the suite of real kills, a minute for each; see `describeKills` of `millrace/testing`. */
export function describeKills(name: string, options: KillSuiteOptions): void {
  bind(killSuite(name, options), 60_000)
}

function bind(suite: Suite, timeout?: number): void {
  describe(suite.title, () => {
    for (const { name, run } of suite.checks) test(name, run, timeout)
  })
}
