/** What a running expression may see besides its row. One object per query, its fields set by the driver per epoch. */
import type { DataType, Micros, SqlValue } from '../types/data-type.ts'

export interface Evaluation {
  /** `current_timestamp` and its kin: the batch time of the offset log, the same in a re-run. */
  batchTime: Micros
  epoch: number
  /** Seeds rand, uuid, shuffle together with `epoch` and a call's `ordinal`, so that a re-run is equal. */
  readonly queryId: string
  /** IANA name or offset of the session zone (`spark.sql.session.timeZone`). */
  readonly zone: string
  /** `spark.sql.ansi.enabled` */
  readonly ansi: boolean
  readonly functions: UserFunctionTable
}

/** Users' functions by id: for the types of a call's arguments, a function of internal values. */
export type UserFunctionTable = ReadonlyMap<
  string,
  (takes: readonly DataType[]) => (...args: readonly SqlValue[]) => SqlValue
>
