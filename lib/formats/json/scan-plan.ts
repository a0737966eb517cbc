/** Which scanner a decoder uses now: learns the shapes of records at the start and when too many fit none of them. */
import type { DataType } from '../../types/data-type.ts'
import { type GeneralScan, generalScanner } from './general-scanner.ts'
import { defaultSyntax, type JsonReadOptions } from './options.ts'
import type { ScanColumns } from './scan-columns.ts'
import { learnTemplate, type Template } from './template.ts'
import { type ScanState, type TemplateScan, templateScanner } from './template-scanner.ts'

/** More shapes at once cost more than they save. */
const maxTemplates = 4

/** Records looked at to learn from. */
const sampleSize = 32

/** A shape must have this share of the sample. */
const minShare = 8

/** Relearn when more than one record in this many fitted no template. */
const missRatio = 20

export class ScanPlan {
  scan: TemplateScan
  readonly state: ScanState = { row: 0, misses: 0, missedAt: new Int32Array(32), at: 0 }
  readonly #columns: ScanColumns
  readonly #options: JsonReadOptions
  readonly #general: GeneralScan
  readonly #carriageReturn: boolean
  readonly #names: ReadonlyMap<string, number>
  #templates: readonly Template[] = []
  #learnt = false
  /** Batches to let pass before learning is tried again; doubles when nothing came of it. */
  #patience = 1
  #waiting = 0

  /**
   * The plan for files whose records end at `separator`; undefined where only the full byte parser is right: separators
   * that can stand within a record, and limits that the scanners do not count.
   */
  static of(columns: ScanColumns, options: JsonReadOptions, separator: Uint8Array | undefined): ScanPlan | undefined {
    const ends = separator === undefined || (separator.length === 1 && separator[0] === 10)
    const limited =
      options.maxNestingDepth < 64 || options.maxNumLen < 400 || options.maxStringLen < defaultSyntax.maxStringLen
    return ends && !limited ? new ScanPlan(columns, options, separator === undefined) : undefined
  }

  private constructor(columns: ScanColumns, options: JsonReadOptions, carriageReturn: boolean) {
    this.#columns = columns
    this.#options = options
    this.#carriageReturn = carriageReturn
    this.#general = generalScanner(columns, options, carriageReturn)
    this.#names = new Map(
      columns.schema.fields.flatMap((field, at) => (at === columns.corrupt ? [] : [[field.name, at] as const])),
    )
    this.scan = this.#compiled()
  }

  #compiled(): TemplateScan {
    return templateScanner(this.#templates, this.#columns, this.#options, this.#general, this.#carriageReturn)
  }

  /** Before a batch: learns from the first records there are. */
  begin(bytes: Uint8Array, view: DataView, from: number, end: number): void {
    this.state.misses = 0
    if (this.#learnt) return
    this.#learnt = true
    const starts: number[] = []
    for (let at = from; at < end && starts.length < sampleSize; ) {
      starts.push(at)
      while (at < end && bytes[at] !== 10 && bytes[at] !== 13) at++
      while (at < end && (bytes[at] === 10 || bytes[at] === 13)) at++
    }
    this.#learn(bytes, view, starts)
  }

  /** Behind a batch of `rows` rows: learns anew when too many of them went the general way. */
  end(bytes: Uint8Array, view: DataView, rows: number): void {
    const { misses, missedAt } = this.state
    if (misses * missRatio <= rows || rows < sampleSize || ++this.#waiting < this.#patience) return
    this.#waiting = 0
    const known = this.#templates
    this.#learn(bytes, view, [...missedAt.subarray(0, Math.min(misses, missedAt.length))])
    this.#patience = this.#templates === known ? Math.min(this.#patience * 2, 1024) : this.#patience + 1
  }

  #learn(bytes: Uint8Array, view: DataView, starts: readonly number[]): void {
    const found = new Map<string, { readonly template: Template; count: number }>()
    const types = this.#columns.schema.fields.map(({ type }) => (hasPattern(type, this.#options) ? undefined : type))
    if (this.#columns.hasBuilt) return
    for (const at of starts) {
      const template = learnTemplate(bytes, view, at, this.#names, types)
      if (template === undefined) continue
      const same = found.get(template.key)
      if (same) same.count++
      else found.set(template.key, { template, count: 1 })
    }
    const known = new Set(this.#templates.map((one) => one.key))
    const fresh = [...found.values()]
      .filter(({ count, template }) => count * minShare >= starts.length && !known.has(template.key))
      .sort((a, b) => b.count - a.count)
      .map(({ template }) => template)
    if (fresh.length === 0) return
    this.#templates = [...fresh, ...this.#templates].slice(0, maxTemplates)
    this.scan = this.#compiled()
  }
}

/** Whether the options say how a type's text looks; templates know the default forms only. */
function hasPattern({ kind }: DataType, options: JsonReadOptions): boolean {
  if (kind === 'timestamp') return options.timestampFormat !== undefined
  if (kind === 'timestamp_ntz') return options.timestampNtzFormat !== undefined
  return kind === 'date' && options.dateFormat !== undefined
}
