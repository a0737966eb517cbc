/** millrace: Spark Structured Streaming's model in Node. Everything public, by name. */
import { MillraceError } from './lib/errors.ts'
import type { Session as SessionType } from './lib/session/session.ts'
import type { Sessions } from './lib/session/session-builder.ts'
import { sessions as loadedSessions } from './sessions.ts'

const sessions = (): Sessions => loadedSessions(MillraceError)

/** Where everything begins: `Session.builder().master('local').appName('…').getOrCreate()`. */
export const Session: Sessions = {
  builder: () => sessions().builder(),
  create: (options) => sessions().create(options),
  getActiveSession: () => sessions().getActiveSession(),
  active: () => sessions().active(),
}
export type Session = SessionType

export { MillraceError }

/** A new session beside any other, for tools and tests. */
export const createSession: Sessions['create'] = Session.create

export type {
  Connector,
  ConnectorContext,
  Offset,
  OptionMap,
  OutputMode,
  SaveMode,
  Scan,
  ScanRequest,
  Sink,
  SinkContext,
  Source,
  SourceContext,
  TableWriter,
} from './lib/connector/connector.ts'
export type { RowWriter } from './lib/connector/row-writer.ts'
export { Column } from './lib/expressions/column.ts'
export { col, expr, lit, when } from './lib/expressions/column-functions.ts'
export type { ScalarFunction } from './lib/expressions/scalar-function.ts'
export { Window, WindowSpec } from './lib/expressions/window-spec.ts'
export { defineJoin, defineOperator, type Stage } from './lib/plan/define-operator.ts'
export type { Node, NodeOptions } from './lib/plan/nodes.ts'
export { Observation } from './lib/plan/observation.ts'
export type { Definition, Physical, RowWise } from './lib/plan/operator.ts'
export type { GroupState, GroupStateTimeout } from './lib/plan/user-state/group-state.ts'
export type { TransformOptions } from './lib/plan/user-state/transform-node.ts'
export type {
  ExpiredTimerInfo,
  ListState,
  MapState,
  QueryInfo,
  StatefulProcessor,
  StatefulProcessorHandle,
  StateVariableOptions,
  TimeMode,
  TimerValues,
  ValueState,
} from './lib/plan/user-state/variables/stateful-processor.ts'
export type { LateRows } from './lib/query/late-rows.ts'
export type { QueryState, QueryStateOptions } from './lib/query/query-state.ts'
export type { StreamingQuery } from './lib/query/streaming-query.ts'
export type {
  QueryIdleEvent,
  QueryProgressEvent,
  QueryStartedEvent,
  QueryTerminatedEvent,
  StreamingQueryEvent,
  StreamingQueryListener,
} from './lib/query/streaming-query-listener.ts'
export type { StreamingQueryManager } from './lib/query/streaming-query-manager.ts'
export type { StreamingQueryProgress, StreamingQueryStatus } from './lib/query/streaming-query-progress.ts'
export type { TriggerOptions } from './lib/query/triggers/trigger.ts'
export type { Catalog, CatalogColumn, CatalogTable } from './lib/session/catalog.ts'
export type { AnyFrame, DataFrame } from './lib/session/data-frame.ts'
export type { DataFrameReader } from './lib/session/data-frame-reader.ts'
export type { DataFrameWriter, SaveModeName } from './lib/session/data-frame-writer.ts'
export type { DataStreamReader } from './lib/session/data-stream-reader.ts'
export type { DataStreamWriter, ForeachBatch, ObservableOptions, RowOfFrame } from './lib/session/data-stream-writer.ts'
export type { KeyValueGroupedData } from './lib/session/key-value-grouped-data.ts'
export type { SqlArguments } from './lib/session/run-statement.ts'
export type { SessionBuilder, SessionOptions, Sessions } from './lib/session/session-builder.ts'
export type { Registrations } from './lib/session/session-registry.ts'
export type { Surroundings } from './lib/session/surroundings.ts'
export type { DataType, Field, Micros, SqlValue } from './lib/types/data-type.ts'
export { Schema } from './lib/types/schema.ts'
export {
  array,
  binary,
  boolean,
  byte,
  date,
  dayTimeInterval,
  decimal,
  double,
  float,
  int,
  long,
  map,
  StructSchema,
  StructType,
  short,
  string,
  struct,
  type Tagged,
  timestamp,
  timestampNtz,
  variant,
  yearMonthInterval,
} from './lib/types/typed/struct.ts'
export type { Dynamic, RowOf, Shape, Type } from './lib/types/typed/type-tags.ts'
export { CalendarInterval } from './lib/types/values/calendar-interval.ts'
export { Decimal } from './lib/types/values/decimal.ts'
export { Geometry } from './lib/types/values/geometry.ts'
export { DayTimeInterval, YearMonthInterval } from './lib/types/values/interval.ts'
export { LocalDate } from './lib/types/values/local-date.ts'
export { LocalDateTime } from './lib/types/values/local-date-time.ts'
export { NanosDateTime } from './lib/types/values/nanos-date-time.ts'
export { NanosTimestamp } from './lib/types/values/nanos-timestamp.ts'
export { Timestamp } from './lib/types/values/timestamp.ts'
export { VariantValue } from './lib/types/values/variant-value.ts'
