/** Spark's errors of state variables, timers and processors (StateStoreErrors). */
import { MillraceError } from '../../../errors.ts'
import type { TimeMode } from './stateful-processor.ts'

const invalidUse = '42802'

/** Spark's names of a handle's states, in the order of a processor's life. */
export type HandleState = 'PRE_INIT' | 'INITIALIZED' | 'DATA_PROCESSED' | 'TIMER_PROCESSED' | 'CLOSED'

/** Spark's text of a time mode. */
export const timeModeText = (mode: TimeMode): string => (mode === 'None' ? 'NoTime' : mode)

/** A call of the handle or of a variable at a time when it is not allowed. */
export function wrongHandleState(operationType: string, handleState: HandleState): MillraceError {
  return new MillraceError(
    'STATEFUL_PROCESSOR_CANNOT_PERFORM_OPERATION_WITH_INVALID_HANDLE_STATE',
    `Failed to perform stateful processor operation=${operationType} with invalid handle state=${handleState}.`,
    { sqlState: invalidUse, parameters: { operationType, handleState } },
  )
}

export function wrongTimeMode(operationType: string, mode: TimeMode): MillraceError {
  const timeMode = timeModeText(mode)
  return new MillraceError(
    'STATEFUL_PROCESSOR_CANNOT_PERFORM_OPERATION_WITH_INVALID_TIME_MODE',
    `Failed to perform stateful processor operation=${operationType} with invalid timeMode=${timeMode}`,
    { sqlState: invalidUse, parameters: { operationType, timeMode } },
  )
}

export function unknownTimeMode(timeMode: string): MillraceError {
  return new MillraceError(
    'STATEFUL_PROCESSOR_UNKNOWN_TIME_MODE',
    `Unknown time mode ${timeMode}. Accepted timeMode modes are 'none', 'processingTime', 'eventTime'`,
    { sqlState: invalidUse, parameters: { timeMode } },
  )
}

export function duplicateVariable(stateVarName: string): MillraceError {
  return new MillraceError(
    'STATEFUL_PROCESSOR_DUPLICATE_STATE_VARIABLE_DEFINED',
    `State variable with name ${stateVarName} has already been defined in the StatefulProcessor.`,
    { sqlState: invalidUse, parameters: { stateVarName } },
  )
}

export function ttlInTimeMode(stateName: string, mode: TimeMode): MillraceError {
  const timeMode = timeModeText(mode)
  return new MillraceError(
    'STATEFUL_PROCESSOR_INCORRECT_TIME_MODE_TO_ASSIGN_TTL',
    `Cannot use TTL for state=${stateName} in timeMode=${timeMode}, use TimeMode.ProcessingTime() instead.`,
    { sqlState: invalidUse, parameters: { stateName, timeMode } },
  )
}

export function ttlNotPositive(stateName: string): MillraceError {
  return new MillraceError(
    'STATEFUL_PROCESSOR_TTL_DURATION_MUST_BE_POSITIVE',
    `TTL duration must be greater than zero for State store operation=update on state=${stateName}.`,
    { sqlState: invalidUse, parameters: { operationType: 'update', stateName } },
  )
}

export function nullValue(stateName: string): MillraceError {
  return new MillraceError(
    'ILLEGAL_STATE_STORE_VALUE.NULL_VALUE',
    `Illegal value provided to the State Store Cannot write null values to State Store for StateName ${stateName}.`,
    { sqlState: '42601', parameters: { stateName } },
  )
}

export function emptyList(stateName: string): MillraceError {
  return new MillraceError(
    'ILLEGAL_STATE_STORE_VALUE.EMPTY_LIST_VALUE',
    `Illegal value provided to the State Store Cannot write empty list values to State Store for StateName ${stateName}.`,
    { sqlState: '42601', parameters: { stateName } },
  )
}

/** A variable was used outside of the functions of its processor. */
export function noCurrentKey(stateName: string): MillraceError {
  return new MillraceError('INTERNAL_ERROR_TWS', `Implicit key not found in state store for stateName=${stateName}`, {
    sqlState: 'XX000',
    parameters: { stateName },
  })
}

/** `what` is timeMode or outputMode. */
export function changedConfig(configName: string, oldConfig: string, newConfig: string): MillraceError {
  return new MillraceError(
    'STATE_STORE_INVALID_CONFIG_AFTER_RESTART',
    `Cannot change ${configName} from ${oldConfig} to ${newConfig} between restarts. Please set ${configName} to ${oldConfig}, or restart with a new checkpoint directory.`,
    { sqlState: '42K06', parameters: { configName, oldConfig, newConfig } },
  )
}

export function changedVariable(stateVarName: string, oldType: string, newType: string): MillraceError {
  return new MillraceError(
    'STATE_STORE_INVALID_VARIABLE_TYPE_CHANGE',
    `Cannot change ${stateVarName} to ${newType} between query restarts. Please set ${stateVarName} to ${oldType}, or restart with a new checkpoint directory.`,
    { sqlState: '42K06', parameters: { stateVarName, oldType, newType } },
  )
}

export function noEvolution(oldValueSchema: string, newValueSchema: string): MillraceError {
  return new MillraceError(
    'STATE_STORE_INVALID_VALUE_SCHEMA_EVOLUTION',
    `Schema evolution is not possible new value_schema=${newValueSchema} and old value_schema=${oldValueSchema} Please check https://avro.apache.org/docs/1.11.1/specification/_print/#schema-resolution for valid schema evolution.`,
    { sqlState: 'XXKST', parameters: { oldValueSchema, newValueSchema } },
  )
}

export function tooManyEvolutions(colFamilyName: string, evolutions: number, most: number): MillraceError {
  return new MillraceError(
    'STATE_STORE_VALUE_SCHEMA_EVOLUTION_THRESHOLD_EXCEEDED',
    `The number of state schema evolutions ${evolutions} exceeds the maximum number of state schema evolutions, ${most}, allowed for this column family. Offending column family: ${colFamilyName} Please set 'spark.sql.streaming.stateStore.valueStateSchemaEvolutionThreshold' to a higher number, or revert state schema modifications`,
    {
      sqlState: '42K06',
      parameters: { colFamilyName, numSchemaEvolutions: `${evolutions}`, maxSchemaEvolutions: `${most}` },
    },
  )
}

/** What a function of a processor threw; our own errors stay as they are. */
export function processorFailed(name: string, error: unknown): MillraceError {
  if (error instanceof MillraceError) return error
  const reason = error instanceof Error ? error.message : String(error)
  return new MillraceError(
    'TRANSFORM_WITH_STATE_USER_FUNCTION_ERROR',
    `An error occurred in the user-defined function ${name} of the StatefulProcessor. Reason: ${reason}.`,
    { sqlState: '39000', parameters: { function: name, reason }, cause: error },
  )
}

/** @param eventTime µs @param watermark ms */
export function rowBehindWatermark(eventTime: bigint, watermark: number): MillraceError {
  return new MillraceError(
    'EMITTING_ROWS_OLDER_THAN_WATERMARK_NOT_ALLOWED',
    `Previous node emitted a row with eventTime=${eventTime} which is older than current_watermark_value=${watermark}\n` +
      'This can lead to correctness issues in the stateful operators downstream in the execution pipeline.\n' +
      'Please correct the operator logic to emit rows after current global watermark value.',
    {
      sqlState: '42815',
      parameters: { emittedRowEventTime: String(eventTime), currentWatermark: String(watermark) },
    },
  )
}
