/** The table that `DataFrame.show()` and the console sink print: Spark's Dataset.showString, recorded in show.json. */
import type { SqlValue } from '../types/data-type.ts'
import type { Schema } from '../types/schema.ts'
import { zone as zoneOf } from '../types/time/zone.ts'
import { prettyText } from './pretty-text.ts'

export interface ShowOptions {
  /** Rows to print; more rows than that give the line "only showing top …". Default 20. */
  readonly numRows?: number
  /** Longest cell in UTF-16 units, 0 = whole cells, aligned to the left. Default 20. */
  readonly truncate?: number
  /** One line per column instead of one per row. */
  readonly vertical?: boolean
  /** Session zone: IANA name or offset. */
  readonly zone: string
}

/** Narrowest column. */
const leastWidth = 3

/**
 * The text that `show()` prints, without the line end that printing adds.
 *
 * @param rows internal values by column; give one row more than `numRows` if there is one
 */
export function showString(schema: Schema, rows: readonly (readonly SqlValue[])[], options: ShowOptions): string {
  const numRows = Math.max(0, options.numRows ?? 20)
  const truncate = options.truncate ?? 20
  const zone = zoneOf(options.zone)
  const names = schema.names.map(escapeControls)
  const cells = rows
    .slice(0, numRows)
    .map((row) => schema.fields.map((one, at) => cellOf(prettyText(one.type, row[at] ?? null, zone), truncate)))
  const more = rows.length > numRows
  if (options.vertical && cells.length === 0) return '(0 rows)'
  const table = options.vertical ? verticalTable(names, cells) : horizontalTable(names, cells, truncate > 0)
  return more ? `${table}only showing top ${numRows} ${numRows === 1 ? 'row' : 'rows'}` : table
}

function horizontalTable(names: readonly string[], cells: readonly (readonly string[])[], right: boolean): string {
  const widths = names.map((name, column) => widest(cells, column, Math.max(leastWidth, widthOf(name))))
  const rule = `+${widths.map((width) => '-'.repeat(width)).join('+')}+\n`
  const line = (row: readonly string[]): string =>
    `|${row.map((cell, column) => padded(cell, widths[column] as number, right)).join('|')}|\n`
  return rule + line(names) + rule + cells.map(line).join('') + rule
}

function verticalTable(names: readonly string[], cells: readonly (readonly string[])[]): string {
  const nameWidth = names.reduce((width, name) => Math.max(width, widthOf(name)), leastWidth)
  const cellWidth = names.reduce((width, _, column) => widest(cells, column, width), leastWidth)
  let text = ''
  cells.forEach((row, at) => {
    text += `${`-RECORD ${at}`.padEnd(nameWidth + cellWidth + 5, '-')}\n`
    row.forEach((cell, column) => {
      text += ` ${padded(names[column] as string, nameWidth, false)} | ${padded(cell, cellWidth, false)} \n`
    })
  })
  return text
}

function widest(cells: readonly (readonly string[])[], column: number, least: number): number {
  let width = least
  for (const row of cells) width = Math.max(width, widthOf(row[column] as string))
  return width
}

function padded(cell: string, width: number, right: boolean): string {
  const blanks = ' '.repeat(width - widthOf(cell))
  return right ? blanks + cell : cell + blanks
}

/** A cut inside a surrogate pair leaves half of it, which Java prints as `?`. */
function cellOf(text: string, truncate: number): string {
  const escaped = escapeControls(text)
  if (truncate <= 0 || escaped.length <= truncate) return escaped
  const cut = truncate < 4 ? escaped.slice(0, truncate) : `${escaped.slice(0, truncate - 3)}...`
  return cut.replace(/\p{Surrogate}/gu, '?')
}

const controlNames = new Map(
  Object.entries({ '\n': 'n', '\r': 'r', '\t': 't', '\f': 'f', '\b': 'b', '\v': 'v', '\u0007': 'a' }),
)
const control = /\p{Cc}/gu

/** SchemaUtils.escapeMetaCharacters */
function escapeControls(text: string): string {
  return text.replace(control, (char) => {
    const name = controlNames.get(char)
    return name === undefined ? char : `\\${name}`
  })
}

/** Utils.stringHalfWidth: UTF-16 units, East Asian wide ones counted twice. */
function widthOf(text: string): number {
  const wide = text.match(
    /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]/g,
  )
  return text.length + (wide?.length ?? 0)
}
