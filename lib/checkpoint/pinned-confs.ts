/**
 * Settings that a query keeps for its life (Spark's OffsetSeqMetadata.relevantSQLConfs, 4.3): batch 0 takes them from the
 * session, later ones from the checkpoint, whatever the session says by then. Keys in the order in which Spark writes them.
 */

interface PinnedConf {
  readonly key: string
  /** Spark 4.3's default, for a new query. */
  readonly today: string
  /** What a checkpoint without the key was written with (relevantSQLConfDefaultValues). */
  readonly legacy: string
}

const hdfsProvider = 'org.apache.spark.sql.execution.streaming.state.HDFSBackedStateStoreProvider'

const pinned: readonly PinnedConf[] = [
  { key: 'spark.sql.streaming.stateStore.providerClass', today: hdfsProvider, legacy: hdfsProvider },
  { key: 'spark.sql.dropDuplicates.deterministicKeyOrder.enabled', today: 'true', legacy: 'false' },
  { key: 'spark.sql.streaming.stateStore.rocksdb.mergeOperatorVersion', today: '2', legacy: '1' },
  { key: 'spark.sql.streaming.stateStore.rocksdb.formatVersion', today: '5', legacy: '5' },
  { key: 'spark.sql.streaming.queryEvolution.enableSourceEvolution', today: 'false', legacy: 'false' },
  { key: 'spark.sql.streaming.stateStore.encodingFormat', today: 'unsaferow', legacy: 'unsaferow' },
  { key: 'spark.sql.streaming.statefulOperator.useStrictDistribution', today: 'true', legacy: 'false' },
  { key: 'spark.sql.streaming.flatMapGroupsWithState.stateFormatVersion', today: '2', legacy: '1' },
  { key: 'spark.sql.streaming.multipleWatermarkPolicy', today: 'min', legacy: 'min' },
  { key: 'spark.sql.streaming.stateStore.rowChecksum.enabled', today: 'false', legacy: 'false' },
  { key: 'spark.sql.streaming.statefulOperator.alwaysNullableOutput.enabled', today: 'true', legacy: 'false' },
  { key: 'spark.sql.streaming.aggregation.stateFormatVersion', today: '2', legacy: '1' },
  { key: 'spark.sql.function.protobufExtensions.enabled', today: 'false', legacy: 'false' },
  { key: 'spark.sql.shuffle.partitions', today: '200', legacy: '200' },
  { key: 'spark.sql.streaming.join.stateFormatVersion', today: '2', legacy: '1' },
  { key: 'spark.sql.streaming.stateStore.compression.codec', today: 'lz4', legacy: 'lz4' },
  { key: 'spark.sql.optimizer.pruneFiltersCanPruneStreamingSubplan', today: 'false', legacy: 'true' },
]

/** What a new query writes down. */
export function newConfs(conf: (key: string) => string | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(pinned.map(({ key, today }) => [key, conf(key) ?? today]))
}

/** What a restarted query goes on with: every key of the checkpoint verbatim, legacy values for those it lacks. */
export function recoveredConfs(recorded: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const confs: Record<string, string> = { ...recorded }
  for (const { key, legacy } of pinned) confs[key] ??= legacy
  return confs
}
