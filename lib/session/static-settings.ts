/** Settings that a running session cannot change, by Spark's rules (RuntimeConfig.requireNonStaticConf). */
import { MillraceError } from '../errors.ts'

/** Spark 4.3's static SQL settings. */
const staticSql = new Set(
  [
    ...[
      'broadcastExchange.maxThreadThreshold',
      'cache.serializer',
      'catalogImplementation',
      'codegen.cache.maxEntries',
    ],
    ...['codegen.comments', 'debug', 'defaultUrlStreamHandlerFactory.enabled', 'event.truncate.length', 'extensions'],
    ...['extensions.test.loadFromCp', 'filesourceTableRelationCacheSize', 'globalTempDatabase'],
    ...['hive.thriftServer.singleSession', 'legacy.sessionInitWithConfigDefaults', 'metadataCacheTTLSeconds'],
    ...['queryExecutionListeners', 'shuffleExchange.maxThreadThreshold', 'sources.disabledJdbcConnProviderList'],
    ...['sources.schemaStringLengthThreshold', 'streaming.streamingQueryListeners', 'streaming.ui.enabled'],
    ...['streaming.ui.retainedProgressUpdates', 'streaming.ui.retainedQueries', 'subquery.maxThreadThreshold'],
    ...['ui.retainedExecutions', 'warehouse.dir'],
  ].map((name) => `spark.sql.${name}`),
)

/** Where Spark's own settings live that belong to its processes; `spark.master` and `spark.app.name` may be written. */
const coreSettings =
  /^spark\.(broadcast|cores|deploy|driver|dynamicAllocation|eventLog|executor|files|history|io|jars|kerberos|kubernetes|log|memory|metrics|network|pyspark|rdd|rpc|scheduler|security|serializer|shuffle|speculation|ssl|stage|storage|submit|task|ui|worker|yarn)(\.|$)/

/** Whether `set` takes the setting and a query may see it change. */
export function isModifiableSetting(key: string): boolean {
  return key.startsWith('spark.sql.') && !staticSql.has(key)
}

/** @throws CANNOT_MODIFY_STATIC_CONFIG, CANNOT_MODIFY_CONFIG */
export function requireModifiable(key: string): void {
  if (staticSql.has(key)) {
    throw new MillraceError(
      'CANNOT_MODIFY_STATIC_CONFIG',
      `Cannot modify the value of the static Spark config: "${key}".`,
      { sqlState: '46110', parameters: { key: `"${key}"` } },
    )
  }
  if (coreSettings.test(key)) {
    throw new MillraceError(
      'CANNOT_MODIFY_CONFIG',
      `Cannot modify the value of the Spark config: "${key}".\n` +
        "See also 'https://spark.apache.org/docs/latest/sql-migration-guide.html#ddl-statements'.",
      { sqlState: '46110', parameters: { key: `"${key}"` } },
    )
  }
}
