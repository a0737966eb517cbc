/**
 * Windows in expressions become columns below them: Spark's TimeWindowing, SessionWindowing and ResolveWindowTime. A time
 * that is null is in no window, so its row goes; a time that is in several gives a row for each.
 */
import { MillraceError } from '../../errors.ts'
import type { DataType, Field, FieldMetadata, Micros } from '../../types/data-type.ts'
import { Schema } from '../../types/schema.ts'
import { findDuration } from '../../types/time/duration.ts'
import { booleanType, field, intType, stringType } from '../../types/types.ts'
import type { BoundColumn } from '../binder/binder.ts'
import type { Bound } from '../bound.ts'
import { boundKey } from '../bound-key.ts'
import { operandsOf } from '../bound-operands.ts'
import { structField } from '../extract/extractions.ts'
import { generatedSchema } from '../generate-rows.ts'
import { mapExpressions } from '../map-expressions.ts'
import { mapOperands } from '../map-operands.ts'
import type { RowWiseStep } from '../row-step.ts'
import type { TimeWindow } from './time-window.ts'
import { windowCount } from './time-window.ts'
import { laterTime, partOf, sessionEnd, windowStart } from './window-parts.ts'

type Call = Extract<Bound, { readonly kind: 'call' }>

const windowNames: ReadonlySet<string> = new Set(['window', 'session_window', 'window_time'])

const isWindow = (bound: Bound): bound is Call => bound.kind === 'call' && windowNames.has(bound.name)

/** Whether an expression has a window anywhere in it. */
export function holdsWindow(bound: Bound): boolean {
  return isWindow(bound) || operandsOf(bound).some(holdsWindow)
}

/** Tags of a window's column: those of its time, when that is a plain column, and what kind of window it is. */
export function windowMetadata(bound: Bound, input: Schema): FieldMetadata | undefined {
  if (bound.kind === 'input') return input.fields[bound.index]?.metadata
  if (!isWindow(bound)) return undefined
  const { window: _, ...below } = windowMetadata(bound.args[0] as Bound, input) ?? {}
  if (bound.name === 'window_time') return Object.keys(below).length === 0 ? undefined : below
  return { ...below, window: bound.name === 'window' ? 'time' : 'session' }
}

/** What windows became: steps that add columns to the input, and what their calls are now. */
export interface ExtractedWindows {
  readonly steps: readonly RowWiseStep[]
  /** The input's columns, and those of the windows behind them. */
  readonly schema: Schema
  readonly replace: (bound: Bound) => Bound
  /** The windows' own columns, the last one first: a filter lets them stand before its input's, as Spark's does. */
  readonly columns: readonly BoundColumn[]
}

/**
 * Takes the windows out of an operator's expressions.
 *
 * @returns undefined when there are none
 * @throws _LEGACY_ERROR_TEMP_1039 for more than one window, _LEGACY_ERROR_TEMP_3101 for the time of what is no window
 */
export function extractWindows(expressions: readonly Bound[], input: Schema): ExtractedWindows | undefined {
  const calls = new Map<string, Call>()
  for (const expression of expressions) collectWindows(expression, calls)
  if (calls.size === 0) return undefined
  if ([...calls.values()].filter((one) => one.name !== 'window_time').length > 1) {
    throw new MillraceError(
      '_LEGACY_ERROR_TEMP_1039',
      'Multiple time/session window expressions would result in a cartesian product of rows, therefore they are currently not supported.',
    )
  }
  const columns = new Map<string, Bound>()
  const replace = (bound: Bound): Bound => {
    const known = isWindow(bound) ? columns.get(boundKey(bound)) : undefined
    return known ?? mapOperands(bound, replace)
  }
  const building = new WindowSteps(input)
  // Inner ones come first: the time of a window may be another's.
  for (const [key, call] of calls) {
    const metadata = windowMetadata(call, input)
    if (call.name === 'window_time') requireWindow(call, input)
    columns.set(key, building.add({ ...call, args: call.args.map(replace) }, metadata))
  }
  const { steps, schema } = building
  const made = [...columns.values()].map((value) => ({ field: fieldAt(schema, value), value })).reverse()
  return { steps, schema, replace, columns: made }
}

/**
 * Row steps without windows in their expressions.
 *
 * @param input of the first step
 */
export function withoutWindows(steps: readonly RowWiseStep[], input: Schema): readonly RowWiseStep[] {
  let schema = input
  return steps.flatMap((step): readonly RowWiseStep[] => {
    const before = schema
    if ('generate' in step) schema = generatedSchema(step.generate)
    else if ('project' in step) schema = new Schema(step.project.map((one) => one.field))
    const expressions = 'filter' in step ? [step.filter] : 'project' in step ? step.project.map((one) => one.value) : []
    if (!expressions.some(holdsWindow)) return [step]
    const extracted = extractWindows(expressions, before)
    if (!extracted) return [step]
    const rewritten = mapExpressions([step], extracted.replace)
    if (!('filter' in step)) return [...extracted.steps, ...rewritten]
    const project = [...extracted.columns, ...columnsOf(before)]
    schema = new Schema(project.map((one) => one.field))
    return [...extracted.steps, ...rewritten, { project }]
  })
}

function collectWindows(bound: Bound, into: Map<string, Call>): void {
  for (const operand of operandsOf(bound)) collectWindows(operand, into)
  if (isWindow(bound)) into.set(boundKey(bound), bound)
}

function requireWindow(call: Call, input: Schema): void {
  if (windowMetadata(call.args[0] as Bound, input)?.window) return
  const [argument] = call.args
  const shown = argument?.kind === 'input' ? argument.name : String(call.text)
  throw new MillraceError('_LEGACY_ERROR_TEMP_3101', `The input is not a correct window column: window_time(${shown})`)
}

const columnsOf = (schema: Schema): readonly BoundColumn[] =>
  schema.fields.map((one, index) => ({ field: one, value: columnAt(schema, index) }))

function columnAt(schema: Schema, index: number): Bound {
  const { name, type, nullable } = schema.fields[index] as Field
  return { kind: 'input', index, name, type, nullable }
}

const fieldAt = (schema: Schema, column: Bound): Field =>
  schema.fields[(column as Extract<Bound, { readonly kind: 'input' }>).index] as Field

const call = (name: string, args: readonly Bound[], type: DataType = booleanType, nullable = false): Bound => ({
  kind: 'call',
  name,
  args,
  type,
  nullable,
})

const text = (value: string): Bound => ({ kind: 'literal', type: stringType, value, nullable: false })

/** Steps over an input, each of which leaves its columns where they are. */
class WindowSteps {
  readonly steps: RowWiseStep[] = []
  schema: Schema

  constructor(input: Schema) {
    this.schema = input
  }

  /** Adds the column of a window. @returns the column */
  add(window: Call, metadata: FieldMetadata | undefined): Bound {
    if (window.name === 'window_time') return this.#windowTime(window, metadata)
    const [time, gap] = window.args as readonly [Bound, Bound | undefined]
    this.steps.push({ filter: call('isnotnull', [time]) })
    const made = window.name === 'window' ? this.#window(window, time) : this.#session(window, time, gap as Bound)
    const parts = [text('start'), made.start, text('end'), made.end]
    const struct = call('named_struct', parts, window.type, window.nullable)
    const column = this.#add(window.name, struct, metadata)
    if (made.filter) this.steps.push({ filter: made.filter(column) })
    return column
  }

  #add(name: string, value: Bound, metadata?: FieldMetadata): Bound {
    const made: Field = { name, type: value.type, nullable: value.nullable, ...(metadata ? { metadata } : {}) }
    this.steps.push({ project: [...columnsOf(this.schema), { field: made, value }] })
    this.schema = new Schema([...this.schema.fields, made])
    return columnAt(this.schema, this.schema.length - 1)
  }

  /** Spark: `window.end - 1 microsecond`. */
  #windowTime({ args, type, text: shown = '' }: Call, metadata: FieldMetadata | undefined): Bound {
    const end = part(args[0] as Bound, 1, type)
    return this.#add(shown, partOf(laterTime, [end], { type, nullable: true, data: -1n }), metadata)
  }

  #window(window: Call, time: Bound): Made {
    const data = window.data as TimeWindow
    const { width, slide } = data
    const parts = { type: time.type, nullable: time.nullable }
    const sliding = width === slide ? [] : [this.#repeated(windowCount(data))]
    const start = this.#add('start', partOf(windowStart, [time, ...sliding], { ...parts, data }))
    const end = partOf(laterTime, [start], { ...parts, data: width })
    // Where the slide divides the width every window holds the time.
    if (width % slide === 0n) return { start, end }
    const holds = (column: Bound) =>
      call('and', [
        call('>=', [time, part(column, 0, time.type)], booleanType, true),
        call('<', [time, part(column, 1, time.type)], booleanType, true),
      ])
    return { start, end, filter: holds }
  }

  /** Every row so many times. @returns which of them it is */
  #repeated(times: number): Bound {
    const position = field('position', intType, false)
    const outputs = [
      ...this.schema.fields.map((one, input) => ({ field: one, from: { input } })),
      { field: position, from: { part: 'position' as const } },
    ]
    const text = `window ${times}`
    this.steps.push({ generate: { column: undefined, times, outer: false, outputs, text, inferFilter: false } })
    this.schema = new Schema([...this.schema.fields, position])
    return columnAt(this.schema, this.schema.length - 1)
  }

  /** A gap that is no constant, or none at all, is tested row by row: its session must not be empty. */
  #session({ data }: Call, time: Bound, gap: Bound): Made {
    const { type } = time
    const fixed = gap.kind === 'literal' && typeof gap.value === 'string' ? findDuration(gap.value) : undefined
    const simple = fixed?.months === 0 && fixed.days === 0
    const end = simple
      ? partOf(laterTime, [time], { type, nullable: time.nullable, data: fixed.micros satisfies Micros })
      : partOf(sessionEnd, [time, gap], { type, nullable: true, data })
    if (simple && fixed.micros > 0n) return { start: time, end }
    const lasts = (column: Bound) => call('>', [part(column, 1, type), part(column, 0, type)], booleanType, true)
    return { start: time, end, filter: lasts }
  }
}

interface Made {
  readonly start: Bound
  readonly end: Bound
  readonly filter?: (column: Bound) => Bound
}

/** A field of a struct column. */
function part(struct: Bound, position: number, type: DataType): Bound {
  return { ...call(structField.name, [struct], type, true), data: { position } } as Bound
}
