/**
 * What a checkpoint knows of a processor: its modes, its variables and every schema that their values were written with.
 * One entry per variable in the table `$variables`; also of those that the program does not ask for any more, whose
 * content stays.
 */
import { textOf, utf8Of } from '../../../columnar/bytes.ts'
import type { EntryTable } from '../../../state/entry-table.ts'
import { requireSameSchema, structText } from '../../../state/state-schema.ts'
import { schemaFromJson, schemaToJson } from '../../../types/ddl/schema-json.ts'
import { Schema } from '../../../types/schema.ts'
import { field, longType, stringType, structType } from '../../../types/types.ts'
import type { ValueShape } from '../value-shape.ts'
import { evolveFields } from './packed-value.ts'
import { changedConfig, changedVariable, noEvolution, tooManyEvolutions } from './processor-errors.ts'
import type { WriterSchema } from './value-codec.ts'

export type VariableKind = 'ValueState' | 'ListState' | 'MapState'

/** A variable as the program asks for it. */
export interface VariableDefinition {
  readonly name: string
  readonly kind: VariableKind
  readonly shape: ValueShape
  /** Of a map. */
  readonly key: ValueShape | undefined
  readonly ttlMs: number | undefined
}

/** A variable as the checkpoint has it. */
interface CatalogEntry {
  readonly kind: VariableKind
  readonly ttl: boolean
  /** How often a variable of this name was deleted: tables of different lives have different names. */
  readonly life: number
  readonly deleted: boolean
  /** Schemas as Spark's JSON. */
  readonly key: string | undefined
  readonly writers: readonly string[]
}

/** A variable of the checkpoint, for whoever registers its tables. */
export interface KnownVariable {
  readonly kind: VariableKind
  readonly ttl: boolean
  readonly tableName: string
  readonly key: Schema | undefined
  /** By their numbers; the last one is the present one. */
  readonly writers: readonly WriterSchema[]
}

export interface OperatorModes {
  readonly timeMode: string
  readonly outputMode: string
}

const modesKey = '$operator'
const mostVersions = 16

export const catalogTable = {
  name: '$variables',
  key: new Schema([field('name', stringType)]),
  value: new Schema([field('definition', stringType)]),
  ordered: true,
}

export class VariableCatalog {
  readonly #table: EntryTable

  constructor(table: EntryTable) {
    this.#table = table
  }

  /** @throws STATE_STORE_INVALID_CONFIG_AFTER_RESTART when the checkpoint has other modes */
  requireModes(modes: OperatorModes): void {
    const stored = this.#read<OperatorModes>(modesKey)
    if (!stored) return this.#write(modesKey, modes)
    for (const name of ['timeMode', 'outputMode'] as const)
      if (stored[name] !== modes[name]) throw changedConfig(name, stored[name], modes[name])
  }

  /** Names of variables that have content, in order. */
  names(): string[] {
    return [...this.#table.range(new Uint8Array(0))]
      .map(({ key }) => textOf(key, 0, key.length))
      .filter((name) => name !== modesKey && !this.#entry(name)?.deleted)
  }

  /** @returns whether there was such a variable */
  delete(name: string): boolean {
    const entry = this.#entry(name)
    if (!entry || entry.deleted) return false
    this.#write(name, { ...entry, life: entry.life + 1, deleted: true })
    return true
  }

  /**
   * Takes a definition into the catalog.
   *
   * @throws STATE_STORE_INVALID_VARIABLE_TYPE_CHANGE, STATE_STORE_KEY_SCHEMA_NOT_COMPATIBLE,
   *   STATE_STORE_INVALID_VALUE_SCHEMA_EVOLUTION, STATE_STORE_VALUE_SCHEMA_EVOLUTION_THRESHOLD_EXCEEDED
   */
  define({ name, kind, shape, key, ttlMs }: VariableDefinition): void {
    const before = this.#entry(name)
    const present = schemaToJson(shape.fields)
    const ttl = ttlMs !== undefined
    const keyJson = key && schemaToJson(key.fields)
    if (!before || before.deleted) {
      this.#write(name, { kind, ttl, life: before?.life ?? 0, deleted: false, key: keyJson, writers: [present] })
      return
    }
    if (before.kind !== kind) throw changedVariable(name, before.kind, kind)
    if (key && before.key !== undefined) requireSameSchema('key', before.key, new Schema(key.fields))
    const schema = new Schema(shape.fields)
    const last = schemaFromJson(before.writers.at(-1) as string)
    if (before.ttl !== ttl) throw noEvolution(storedText(last, before.ttl), storedText(schema, ttl))
    if (before.writers.at(-1) === present) return
    for (const json of before.writers) {
      const writer = schemaFromJson(json)
      if (!evolveFields(writer.fields, shape.fields)) throw noEvolution(structText(writer), structText(schema))
    }
    if (before.writers.length >= mostVersions) throw tooManyEvolutions(name, before.writers.length, mostVersions)
    this.#write(name, { ...before, writers: [...before.writers, present] })
  }

  /** A variable that has been defined, now or in an earlier run. */
  known(name: string): KnownVariable {
    const { kind, ttl, life, key, writers } = this.#entry(name) as CatalogEntry
    const schemas = writers.map(schemaFromJson)
    const present = schemas.at(-1) as Schema
    return {
      kind,
      ttl,
      tableName: life === 0 ? name : `${name}#${life + 1}`,
      key: key === undefined ? undefined : schemaFromJson(key),
      writers: schemas.map((schema) => ({
        schema,
        ttl,
        evolve: schema === present ? undefined : evolveFields(schema.fields, present.fields),
      })),
    }
  }

  #entry(name: string): CatalogEntry | undefined {
    return this.#read<CatalogEntry>(name)
  }

  #read<T>(name: string): T | undefined {
    const bytes = this.#table.get(utf8Of(name))
    return bytes && (JSON.parse(textOf(bytes, 0, bytes.length)) as T)
  }

  #write(name: string, entry: CatalogEntry | OperatorModes): void {
    this.#table.put(utf8Of(name), utf8Of(JSON.stringify(entry)))
  }
}

/** The schema as Spark stores it: with a time to live the value is a struct beside the time. */
function storedText(schema: Schema, ttl: boolean): string {
  if (!ttl) return structText(schema)
  return structText(new Schema([field('value', structType(schema.fields)), field('ttlExpirationMs', longType)]))
}
