/** Options of the operators that put groups of rows through functions of the program. */
import { MillraceError } from '../../errors.ts'
import { addRowFunction, defaultConcurrency } from '../row-functions.ts'
import type { GroupFunctionOptions } from './group-function.ts'
import type { GroupKey } from './group-keys.ts'
import type { GroupStateTimeout } from './group-state.ts'
import { type ValueSchema, type ValueShape, valueShape } from './value-shape.ts'

export interface MapGroupsNode extends GroupFunctionOptions {
  /** How each input is grouped. */
  readonly keys: readonly GroupKey[]
  readonly output: ValueShape
}

export interface GroupsWithStateNode extends MapGroupsNode {
  readonly state: ValueShape
  /** Of the function, for checks against the query's. */
  readonly outputMode: 'append' | 'update'
  readonly timeout: GroupStateTimeout
  /** `spark.sql.streaming.flatMapGroupsWithState.skipEmittingInitialStateKeys` */
  readonly skipInitial: boolean
}

/** How a function of groups runs. */
export interface GroupOptions {
  /** Groups under way at the same time, where the function is asynchronous: 16 unless given. */
  readonly concurrency?: number
}

/** What else a function with state needs: the types of what it keeps and gives. */
export interface GroupStateOptions<O extends ValueSchema = ValueSchema, T extends ValueSchema = ValueSchema>
  extends GroupOptions {
  /** Columns of the rows it gives: DDL, `struct({…})`, or one type for plain values. */
  readonly output: O
  /** Of the state it keeps, likewise. */
  readonly state: T
  /** Default: groups do not time out. */
  readonly timeout?: GroupStateTimeout
}

export interface FlatMapGroupsOptions<O extends ValueSchema = ValueSchema, T extends ValueSchema = ValueSchema>
  extends GroupStateOptions<O, T> {
  /** Does the function add to what it gave (`append`, the default), or replace what it gave for a key (`update`)? */
  readonly outputMode?: 'append' | 'update'
}

/** The options of a node without state. */
export function mapGroupsNode(
  kind: 'map' | 'flatMap',
  keys: readonly GroupKey[],
  body: (...args: never[]) => unknown,
  output: ValueSchema,
  { concurrency = defaultConcurrency }: GroupOptions = {},
): MapGroupsNode {
  return { kind, keys, function: addRowFunction(body), concurrency, output: valueShape(output) }
}

const timeouts: readonly string[] = ['NoTimeout', 'ProcessingTimeTimeout', 'EventTimeTimeout']

/**
 * The options of a node with state.
 *
 * @param skipInitial see `GroupsWithStateNode`
 * @throws MILLRACE_FUNCTION_OUTPUT_MODE, MILLRACE_GROUP_TIMEOUT and what reading the schemas throws
 */
export function groupsWithStateNode(
  kind: 'map' | 'flatMap',
  keys: readonly GroupKey[],
  body: (...args: never[]) => unknown,
  options: FlatMapGroupsOptions,
  skipInitial = false,
): GroupsWithStateNode {
  const { output, state, timeout = 'NoTimeout', outputMode = kind === 'map' ? 'update' : 'append' } = options
  if (outputMode !== 'append' && outputMode !== 'update') {
    throw new MillraceError('MILLRACE_FUNCTION_OUTPUT_MODE', 'The output mode of function should be append or update')
  }
  if (!timeouts.includes(timeout)) {
    throw new MillraceError('MILLRACE_GROUP_TIMEOUT', `A timeout is one of ${timeouts.join(', ')}: ${timeout}`)
  }
  const base = mapGroupsNode(kind, keys, body, output, options)
  return { ...base, state: valueShape(state), outputMode, timeout, skipInitial }
}
