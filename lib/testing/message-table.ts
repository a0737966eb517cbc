/**
 * Messages as text, for tests: what goes in is written as a table, what comes out is printed as one.
 *
 * The first line is the header, `id:string ts:timestamp n:long` (any type of DDL without blanks). Then, one a line:
 * `epoch 0`, `watermark 12`, `barrier 0`; anything else is a row, cells by blanks, `null` for null. Rows next to each
 * other are one batch, `--` ends it early. Timestamps are seconds since 1970, `12` or `9.999999`; a struct of such values
 * is `[0,10]`. An `epoch` line may carry its batch time: `epoch 0 100`.
 */
import { batchOf } from '../columnar/builder.ts'
import { rowsOf } from '../columnar/values.ts'
import { invariant } from '../errors.ts'
import type { Message } from '../stream/message.ts'
import type { DataType, Field, Micros, SqlValue } from '../types/data-type.ts'
import { parseType } from '../types/ddl/ddl.ts'
import { typeSimpleText } from '../types/ddl/type-sql.ts'
import { Schema } from '../types/schema.ts'
import { field } from '../types/types.ts'

/** Reads a table. The schema message comes first. */
export function readMessages(text: string): readonly Message[] {
  const [header = '', ...lines] = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const schema = new Schema(header.split(/\s+/).map(readField))
  const messages: Message[] = [{ kind: 'schema', schema }]
  let rows: SqlValue[][] = []
  const flush = (): void => {
    if (rows.length > 0) messages.push({ kind: 'batch', batch: batchOf(schema, rows) })
    rows = []
  }
  for (const line of lines) {
    const [word = '', first = '', second] = line.split(/\s+/)
    const control = controlMessage(word, first, second)
    if (control || word === '--') flush()
    else rows.push(readRow(line, schema))
    if (control) messages.push(control)
  }
  flush()
  return messages
}

/** Message kinds that a line begins with; a column of text should not hold these words first. */
function controlMessage(word: string, first: string, second: string | undefined): Message | undefined {
  if (word === 'epoch') return { kind: 'epoch', epoch: Number(first), batchTime: readTime(second ?? '0') }
  if (word === 'watermark') return { kind: 'watermark', time: readTime(first) }
  if (word === 'barrier') return { kind: 'barrier', epoch: Number(first) }
  return undefined
}

/** `ts:timestamp`; `ts:timestamp!5` is the column that carries the event time, with a delay of 5 seconds (none: 0). */
function readField(text: string): Field {
  const [, name = '', type = ''] = /^(.*?):(.*)$/.exec(text) ?? []
  const [, tagged, delay = ''] = /^(.*)!(.*)$/.exec(type) ?? []
  if (tagged === undefined) return field(name, parseType(type))
  return { ...field(name, parseType(tagged)), metadata: { watermarkDelay: readTime(delay || '0') } }
}

function readRow(line: string, schema: Schema): SqlValue[] {
  const cells = line.split(/\s+/)
  invariant(
    cells.length === schema.length,
    `the row "${line}" has ${cells.length} cells under ${schema.length} columns`,
  )
  return cells.map((cell, at) => readCell(cell, (schema.fields[at] as Field).type))
}

function readCell(cell: string, type: DataType): SqlValue {
  if (cell === 'null') return null
  switch (type.kind) {
    case 'string':
      return cell
    case 'boolean':
      return cell === 'true'
    case 'long':
      return BigInt(cell)
    case 'timestamp':
    case 'timestamp_ntz':
      return readTime(cell)
    case 'byte':
    case 'short':
    case 'int':
    case 'float':
    case 'double':
    case 'date':
      return Number(cell)
    case 'struct': {
      const [, inner = ''] = /^\[(.*)\]$/.exec(cell) ?? []
      const cells = inner.split(',')
      return type.fields.map((one, at) => readCell(cells[at] ?? 'null', one.type))
    }
    default:
      invariant(false, `a table cannot hold ${type.kind}`)
  }
}

/** Seconds, up to six digits of fraction, as µs. */
function readTime(text: string): Micros {
  const match = /^(-?)(\d+)(?:\.(\d{1,6}))?$/.exec(text)
  invariant(match, `"${text}" is not a number of seconds`)
  const [, sign, whole = '0', fraction = ''] = match
  const micros = BigInt(whole) * 1_000_000n + BigInt(fraction.padEnd(6, '0'))
  return sign === '-' ? -micros : micros
}

/** Prints messages in the form that `readMessages` reads. Batches are read now: they may be pooled. */
export function printMessages(messages: readonly Message[]): string {
  const printer = new MessagePrinter()
  for (const message of messages) printer.add(message)
  return printer.text
}

/** Prints messages as they come. */
export class MessagePrinter {
  readonly #lines: string[] = []
  #schema: Schema | undefined
  #lastWasBatch = false

  get text(): string {
    return this.#lines.join('\n')
  }

  add(message: Message): void {
    const isBatch = message.kind === 'batch'
    if (isBatch && this.#lastWasBatch) this.#lines.push('--')
    this.#lastWasBatch = isBatch
    switch (message.kind) {
      case 'schema':
        this.#schema = message.schema
        this.#lines.push(message.schema.fields.map((one) => `${one.name}:${typeSimpleText(one.type)}`).join(' '))
        return
      case 'epoch':
        this.#lines.push(
          message.batchTime === 0n
            ? `epoch ${message.epoch}`
            : `epoch ${message.epoch} ${printTime(message.batchTime)}`,
        )
        return
      case 'watermark':
        this.#lines.push(`watermark ${printTime(message.time)}`)
        return
      case 'barrier':
        this.#lines.push(`barrier ${message.epoch}`)
        return
      case 'batch': {
        const types = (this.#schema ?? message.batch.schema).fields.map((one) => one.type)
        for (const row of rowsOf(message.batch)) {
          this.#lines.push(row.map((value, at) => printCell(value, types[at] as DataType)).join(' '))
        }
      }
    }
  }
}

function printCell(value: SqlValue, type: DataType): string {
  if (value === null) return 'null'
  if (type.kind === 'timestamp' || type.kind === 'timestamp_ntz') return printTime(value as Micros)
  if (type.kind === 'struct') {
    const values = value as readonly SqlValue[]
    return `[${type.fields.map((one, at) => printCell(values[at] ?? null, one.type)).join(',')}]`
  }
  return `${value}`
}

function printTime(time: Micros): string {
  const magnitude = time < 0n ? -time : time
  const fraction = (magnitude % 1_000_000n).toString().padStart(6, '0').replace(/0+$/, '')
  return `${time < 0n ? '-' : ''}${magnitude / 1_000_000n}${fraction === '' ? '' : `.${fraction}`}`
}
