import { MillraceError } from '../../errors.ts'
import type { DataType } from '../../types/data-type.ts'
import { holdsKind } from '../../types/types.ts'

/**
 * Refuses a type with timestamps of nanoseconds in it where the session has none.
 *
 * @param options.nanosTimestamps `spark.sql.timestampNanosTypes.enabled`
 * @throws FEATURE_NOT_ENABLED
 */
export function requireNanosTypes(type: DataType, options: { readonly nanosTimestamps?: boolean }): void {
  if (options.nanosTimestamps || !holdsKind(type, 'timestamp_nanos')) return
  throw new MillraceError(
    'FEATURE_NOT_ENABLED',
    'The feature Nanosecond-precision timestamp types is not enabled. Consider setting the config ' +
      'spark.sql.timestampNanosTypes.enabled to true to enable this capability.',
    {
      sqlState: '56038',
      parameters: {
        featureName: 'Nanosecond-precision timestamp types',
        configKey: 'spark.sql.timestampNanosTypes.enabled',
        configValue: 'true',
      },
    },
  )
}
