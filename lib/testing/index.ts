/** millrace/testing: what connectors, operators and queries are tested with, under any test runner. */

export {
  describeKills,
  type KillOrder,
  type KillSubject,
  type KillSuiteOptions,
  killAt,
} from './conformance/describe-kills.ts'
export { describeSink, type SinkSubject, type SinkSuiteOptions, sinkSchema } from './conformance/describe-sink.ts'
export { describeSource, type SourceSubject, type SourceSuiteOptions } from './conformance/describe-source.ts'
export type { Check, Suite } from './conformance/suite.ts'
export {
  type ConnectorSurroundings,
  openSink,
  openSource,
  optionMap,
  sinkContext,
  sourceContext,
} from './connector-context.ts'
export { commitEpoch, epochOf, writeEpoch } from './epoch-writer.ts'
export type { MarbleValues } from './marble-frames.ts'
export { printMessages, readMessages } from './message-table.ts'
export type { ExpectedRow, TestQueryOptions } from './query-run.ts'
export { evaluation, everyColumn, freeIo, readBatches, readRows } from './range-reader.ts'
export { runStage } from './run-stage.ts'
export { type TestGroupState, type TestGroupStateOptions, testGroupState } from './test-group-state.ts'
export { type MarbleOptions, type MarbleTest, testMarbles } from './test-marbles.ts'
export { type ProcessorTester, type TestProcessorOptions, testProcessor } from './test-processor.ts'
export { testQuery } from './test-query.ts'
export { add, advanceClock, crash, expectError, expectNew, expectState, type Step, start, stop } from './test-steps.ts'
export { settle, VirtualClock } from './virtual-clock.ts'
export { type CrashPoint, type VirtualSurroundings, virtualSurroundings } from './virtual-surroundings.ts'
