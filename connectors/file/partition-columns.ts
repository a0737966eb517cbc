/** Which columns the directories of a data set stand for (`kind=a/day=2026-01-02`): Spark's partition discovery. */
import { MillraceError } from '../../lib/errors.ts'
import { parentOf } from '../../lib/files/path-text.ts'
import { partitionOf, toHadoopText } from '../../lib/files/paths.ts'
import type { Field } from '../../lib/types/data-type.ts'
import type { Schema } from '../../lib/types/schema.ts'
import type { Zone } from '../../lib/types/time/zone.ts'
import { field } from '../../lib/types/types.ts'
import { partitionType } from './partition-values.ts'

/** A directory's own value of one column; null is Hive's default partition. */
export interface PartitionPart {
  readonly column: string
  readonly value: string | null
}

/** A file as far as partitions are concerned. */
export interface PlacedFile {
  readonly path: string
  /** Only directories below it are partitions. */
  readonly root: string
}

interface Place {
  readonly directory: string
  readonly parts: readonly PartitionPart[]
  /** Where the partition directories begin. */
  readonly base: string
}

/**
 * The partition columns of a data set, outermost first: of the user's type where the schema names them, else inferred
 * from all values.
 *
 * @throws CONFLICTING_DIRECTORY_STRUCTURES, CONFLICTING_PARTITION_COLUMN_NAMES
 */
export function partitionColumns(
  files: readonly PlacedFile[],
  given: Schema | undefined,
  zone: Zone,
): readonly Field[] {
  const places = new Map<string, Place>()
  for (const { path, root } of files) {
    const directory = parentOf(path)
    if (!places.has(directory)) places.set(directory, placeOf(directory, root))
  }
  const all = [...places.values()]
  const partitioned = all.filter((place) => place.parts.length > 0)
  const first = partitioned[0]
  if (!first) return []
  requireOneBase(all)
  requireSameNames(partitioned)
  return first.parts.map(({ column }, at) => {
    const known = given?.fields[given.index(column) ?? -1]
    if (known) return field(known.name, known.type)
    return field(
      column,
      partitionType(
        partitioned.map((place) => (place.parts[at] as PartitionPart).value),
        zone,
      ),
    )
  })
}

/** The partition values of one file, outermost first. */
export function partitionParts(file: PlacedFile): readonly PartitionPart[] {
  return placeOf(parentOf(file.path), file.root).parts
}

/** PartitioningUtils.parsePartition: upwards; a plain directory below all partition directories does not count. */
function placeOf(directory: string, root: string): Place {
  const parts: PartitionPart[] = []
  let at = directory
  while (at.length > root.length) {
    const part = partitionOf(at.slice(at.lastIndexOf('/') + 1))
    if (part) parts.unshift(part)
    else if (parts.length > 0) break
    at = parentOf(at)
  }
  return { directory, parts, base: parts.length > 0 ? at : directory }
}

function requireOneBase(places: readonly Place[]): void {
  const bases = [...new Set(places.map((place) => place.base))]
  if (bases.length <= 1) return
  throw new MillraceError(
    'CONFLICTING_DIRECTORY_STRUCTURES',
    `Conflicting directory structures detected.\nSuspicious paths:\n\n\t${bases.map(toHadoopText).join('\n\t')}\n\n` +
      'If provided paths are partition directories, please set "basePath" in the options of the data source to specify ' +
      'the root directory of the table.\nIf there are multiple root directories, please load them separately and then union them.',
    { sqlState: 'KD009' },
  )
}

function requireSameNames(places: readonly Place[]): void {
  const lists = new Map<string, string[]>()
  for (const { parts, directory } of places) {
    const names = parts.map((part) => part.column).join(', ')
    lists.set(names, [...(lists.get(names) ?? []), directory])
  }
  if (lists.size <= 1) return
  const named = [...lists.keys()].map((names, at) => `\tPartition column name list #${at}: ${names}`).join('\n')
  const directories = [...lists.values()].flat().map((directory) => `\t${toHadoopText(directory)}`)
  throw new MillraceError(
    'CONFLICTING_PARTITION_COLUMN_NAMES',
    `Conflicting partition column names detected:\n\n${named}\n\nFor partitioned table directories, data files should only ` +
      'live in leaf directories.\nAnd directories at the same level should have the same partition column name.\n' +
      `Please check the following directories for unexpected files or inconsistent partition column names:\n\n${directories.join('\n')}`,
    { sqlState: 'KD009' },
  )
}
