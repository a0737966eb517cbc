/** A streaming scenario as its file holds it; README.md beside the files says what each part means. */
import type { Json } from './golden-value.ts'

export type PlanStep = { readonly from: string } | ({ readonly op: string } & { readonly [argument: string]: unknown })
export type Plan = readonly PlanStep[]

/** Rows of one file, or its lines or bytes as they stand; `modified` is in seconds after a time in the past. */
export type FileRows =
  | readonly Json[]
  | { readonly raw: readonly string[]; readonly modified?: number }
  | { readonly base64: string; readonly modified?: number }
export type Addition = FileRows | { readonly files: readonly FileRows[] }
export type Additions = { readonly [source: string]: Addition }

export interface SourceText {
  readonly schema: string
  readonly format?: string
  readonly options?: { readonly [name: string]: string }
}

export interface Step {
  readonly add?: Additions
  readonly restart?: boolean
  readonly plan?: Plan
  readonly conf?: { readonly [key: string]: string }
  readonly addWhileStopped?: Additions
  /** What a query that was killed in its last batch would not have written. */
  readonly lose?: 'commit' | 'offsets'
  readonly continueAfterError?: boolean
}

export interface StateProgress {
  readonly op: string
  readonly total: number
  readonly updated: number
  readonly removed: number
  readonly dropped: number
}

export interface BatchProgress {
  readonly batchId: number
  readonly numInputRows: number
  readonly watermark: string | null
  readonly eventTime: { readonly [name: string]: string }
  readonly state: readonly StateProgress[]
}

export interface GoldenError {
  readonly class: string
  readonly condition: string | null
  readonly message: string
  readonly phase: 'build' | 'start' | 'run'
  readonly causes?: readonly { readonly condition: string | null; readonly message: string }[]
}

/** Files that a batch added to the log of a file sink. */
export interface WrittenBatch {
  readonly batchId: number
  readonly files: readonly { readonly directory: string; readonly ending: string; readonly text: string }[]
}

export interface StepResult {
  readonly batches: readonly { readonly batchId: number; readonly rows: readonly Json[] }[]
  readonly written?: readonly WrittenBatch[]
  readonly watermark: string | null
  readonly droppedByWatermark: number
  readonly stateRows: number | null
  readonly progress: readonly BatchProgress[]
  readonly error?: GoldenError
}

export interface Scenario {
  readonly name: string
  readonly about: string
  readonly conf: { readonly [key: string]: string }
  readonly sources: { readonly [name: string]: SourceText }
  readonly statics?: { readonly [name: string]: { readonly schema: string; readonly rows: readonly Json[] } }
  readonly plan: Plan
  readonly outputMode: string
  readonly trigger?: 'availableNow' | 'once'
  readonly sink?: string
  readonly sinkOptions?: { readonly [name: string]: string }
  readonly partitionBy?: readonly string[]
  readonly steps: readonly Step[]
  readonly wantError?: boolean
  readonly noError?: boolean
  readonly outputSchema?: string
  readonly ordered?: boolean
  readonly expected?: readonly StepResult[]
  readonly expectError?: GoldenError | null
}
