/** What variables are made of; the same for all lanes. */
import type { EntryTable } from '../../../state/entry-table.ts'
import type { ValueTable } from '../../../state/value-table.ts'
import type { TtlIndex } from './ttl-index.ts'
import type { KeptForm, ValueCodec } from './value-codec.ts'

export interface VariableParts {
  readonly name: string
  readonly codec: ValueCodec
  /** Of variables with a time to live. */
  readonly ttl: { readonly ms: number; readonly index: TtlIndex } | undefined
}

/** Of lists and maps: several entries per key. */
export interface EntryParts extends VariableParts {
  readonly table: EntryTable
}

/** Of values: one per key. */
export interface ValueParts extends VariableParts {
  readonly table: ValueTable<KeptForm>
}
