/** Options of a read of state, checked as Spark's StateSourceOptions, and what they name. */

import type { ConnectorContext, OptionMap } from '../../connector/connector.ts'
import { Options } from '../../connector/options.ts'
import { MillraceError } from '../../errors.ts'
import { plainPath } from '../../files/paths.ts'
import { groupRows, sessionRows } from './aggregation-rows.ts'
import { type JoinStore, joinRows, joinStores, limitRows, seenKeyRows } from './key-rows.ts'
import { StoredCheckpoint, type StoredOperator, type StoredTable } from './stored-checkpoint.ts'
import type { StoredRows } from './stored-rows.ts'
import { groupStateRows, invalidOption, timerRows, variableRows } from './variable-rows.ts'

export interface StateRead {
  readonly checkpoint: StoredCheckpoint
  readonly operator: StoredOperator
  readonly batch: number
  /** Batches of a change feed; undefined = the state after `batch`. */
  readonly changes: { readonly from: number; readonly to: number } | undefined
  /** The state after a batch. */
  rowsAt(batch: number): StoredRows
}

const owner = 'reading a query’s state'

/** The checkpoint that a read names. @throws STDS_REQUIRED_OPTION_UNSPECIFIED */
export function checkpointOf(options: OptionMap, context: ConnectorContext): StoredCheckpoint {
  const path = new Options(options).text('path')
  if (path === undefined) throw required('path')
  return new StoredCheckpoint(plainPath(path), context.files.immediate)
}

/**
 * What a read of state is of.
 *
 * @throws STDS_COMMITTED_BATCH_UNAVAILABLE, STDS_FAILED_TO_READ_STATE_SCHEMA, STDS_INVALID_OPTION_VALUE.*,
 *   STDS_REQUIRED_OPTION_UNSPECIFIED, STDS_CONFLICT_OPTIONS
 */
export function stateRead(entries: OptionMap, context: ConnectorContext): StateRead {
  const options = new Options(entries)
  const checkpoint = checkpointOf(entries, context)
  const feed = options.flag('readChangeFeed', false)
  const store = storeOf(options)
  if (feed && options.text('batchId') !== undefined) throw conflict('readChangeFeed', 'batchId')
  const batch = batchOf(options, feed ? 'changeEndBatchId' : 'batchId', checkpoint)
  const operatorId = options.whole('operatorId', 0)
  const operator = checkpoint.operators().find(({ id }) => id === operatorId)
  const described = `checkpointLocation=${checkpoint.path}, batchId=${batch}, operatorId=${operatorId}, storeName=${store.name}, joinSide=${store.side}, stateVarName=${store.variable ?? 'None'}`
  if (!operator) throw noSchema(described, operatorsThere(checkpoint.operators()))
  requireSnapshotPair(options)
  const from = feed ? changeStart(options, batch) : undefined
  return {
    checkpoint,
    operator,
    batch,
    changes: from === undefined ? undefined : { from, to: batch },
    rowsAt: (at) => tableRows(operator, at < 0 ? new Map() : checkpoint.tables(operator, at), store, described),
  }
}

interface Store {
  readonly name: string
  readonly side: 'none' | 'left' | 'right'
  readonly variable: string | undefined
  readonly timers: boolean
  readonly flatten: boolean
}

function storeOf(options: Options): Store {
  const side = options.text('joinSide') ?? 'none'
  if (side !== 'none' && side !== 'left' && side !== 'right')
    throw invalidOption('joinSide', 'Valid values are left,right,none')
  const name = options.text('storeName') ?? 'default'
  if (name === '') throw emptyOption('storeName')
  if (side !== 'none' && name !== 'default') throw conflict('joinSide', 'storeName')
  const variable = options.text('stateVarName')
  const timers = options.flag('readRegisteredTimers', false)
  if (timers && variable !== undefined) throw conflict('readRegisteredTimers', 'stateVarName')
  return { name, side, variable, timers, flatten: options.flag('flattenCollectionTypes', true) }
}

function batchOf(options: Options, name: string, checkpoint: StoredCheckpoint): number {
  const last = checkpoint.lastBatch()
  const text = options.text(name)
  if (text === undefined) return last
  const batch = Number(text)
  if (!Number.isInteger(batch) || batch < 0) throw negative(name)
  if (batch > last) {
    throw new MillraceError(
      'STDS_COMMITTED_BATCH_UNAVAILABLE',
      `No committed batch found, checkpoint location: ${checkpoint.path}. Ensure that the query has run and committed any microbatch before stopping.`,
      { sqlState: 'KD006', parameters: { checkpointLocation: checkpoint.path } },
    )
  }
  return batch
}

function changeStart(options: Options, end: number): number {
  const text = options.text('changeStartBatchId')
  if (text === undefined) throw required('changeStartBatchId')
  const from = Number(text)
  if (!Number.isInteger(from) || from < 0) throw negative('changeStartBatchId')
  if (from > end) throw invalidOption('changeStartBatchId', `it must not be greater than changeEndBatchId (${end})`)
  return from
}

function requireSnapshotPair(options: Options): void {
  const [batch, partition] = [options.text('snapshotStartBatchId'), options.text('snapshotPartitionId')]
  if (batch !== undefined && partition === undefined) throw required('snapshotPartitionId')
  if (batch === undefined && partition !== undefined) throw required('snapshotStartBatchId')
}

type Tables = ReadonlyMap<string, StoredTable>

function tableRows(operator: StoredOperator, tables: Tables, store: Store, described: string): StoredRows {
  const wanted = (name: string): StoredTable => tables.get(name) ?? emptyTable(name)
  const isProcessor = operator.name === 'transformWithStateExec'
  if (isProcessor) {
    if (store.timers) return timerRows(tables)
    if (store.variable !== undefined) return variableRows(tables, store.variable, store.flatten)
    throw required('stateVarName')
  }
  if (store.variable !== undefined || store.timers)
    throw invalidOption(
      store.timers ? 'readRegisteredTimers' : 'stateVarName',
      `Providing state variable names is only supported with the transformWithState operator. Found operator=${operator.name}. Please remove this option and re-run the query.`,
    )
  if (operator.name === 'symmetricHashJoin') {
    const named = store.side === 'none' ? joinStores.find((one) => one === store.name) : store.side
    if (!named) throw noSchema(described, "A join has two sides: joinSide is 'left' or 'right'.")
    return joinRows(wanted('rows'), named satisfies JoinStore)
  }
  if (store.side !== 'none' || store.name !== 'default')
    throw noSchema(described, `The operator is ${operator.name}, which has one store and no sides.`)
  switch (operator.name) {
    case 'stateStoreSave':
      return groupRows(wanted('groups'))
    case 'sessionWindowStateStoreSaveExec':
      return sessionRows(wanted('sessions'))
    case 'flatMapGroupsWithState':
      return groupStateRows(wanted('groups'))
    case 'globalLimit':
      return limitRows(wanted('rows'))
    default:
      return seenKeyRows(wanted('keys'))
  }
}

function emptyTable(name: string): StoredTable {
  throw new MillraceError('MILLRACE_STATE_MISSING', `The operator has no table ${name} in its state: ${owner}`)
}

function operatorsThere(operators: readonly StoredOperator[]): string {
  if (operators.length === 0) return 'No operator has state there.'
  return `Operators with state there: ${operators.map(({ id, name }) => `${id} (${name})`).join(', ')}.`
}

/** @param hint what is there instead, behind Spark's text */
function noSchema(described: string, hint: string): MillraceError {
  return new MillraceError(
    'STDS_FAILED_TO_READ_STATE_SCHEMA',
    `Failed to read the state schema. Either the file does not exist, or the file is corrupted. options: StateSourceOptions(${described}).\n` +
      'Rerun the streaming query to construct the state schema, and report to the corresponding communities or vendors if the error persists. ' +
      hint,
    { sqlState: '42K03', parameters: { sourceOptions: described } },
  )
}

const required = (name: string): MillraceError =>
  new MillraceError('STDS_REQUIRED_OPTION_UNSPECIFIED', `'${name}' must be specified.`, {
    sqlState: '42601',
    parameters: { optionName: name },
  })

const conflict = (...names: readonly string[]): MillraceError =>
  new MillraceError(
    'STDS_CONFLICT_OPTIONS',
    `The options ${names.map((one) => `'${one}'`).join(', ')} cannot be specified together. Please specify the one.`,
    { sqlState: '42613', parameters: { options: names.join(', ') } },
  )

const negative = (name: string): MillraceError =>
  new MillraceError(
    'STDS_INVALID_OPTION_VALUE.IS_NEGATIVE',
    `Invalid value for source option '${name}': cannot be negative.`,
    {
      sqlState: '42616',
      parameters: { optionName: name },
    },
  )

const emptyOption = (name: string): MillraceError =>
  new MillraceError(
    'STDS_INVALID_OPTION_VALUE.IS_EMPTY',
    `Invalid value for source option '${name}': cannot be empty.`,
    {
      sqlState: '42616',
      parameters: { optionName: name },
    },
  )
