/** Where a query's checkpoint is: Spark's StreamingQueryManager/ResolveWriteToStream rules. */
import { randomUUID } from 'node:crypto'
import { MillraceError } from '../errors.ts'
import { plainPath } from '../files/paths.ts'
import { forceDeleteConf } from '../query/query-settings.ts'
import type { SessionContext } from './session-context.ts'

export interface CheckpointLocation {
  /** Plain path. */
  readonly path: string
  /** Removed after a run without failure. */
  readonly temporary: boolean
}

/**
 * The option, else a folder below `spark.sql.streaming.checkpointLocation` named as the query or anew, else a temporary
 * one for sinks that keep nothing worth recovering.
 *
 * @throws _LEGACY_ERROR_TEMP_1298 when there is none and the sink needs one
 */
export function checkpointLocation(
  option: string | undefined,
  name: string | undefined,
  mayBeTemporary: boolean,
  context: SessionContext,
): CheckpointLocation {
  if (option !== undefined) return { path: plainPath(option), temporary: false }
  const root = context.conf.find('spark.sql.streaming.checkpointLocation')
  if (root !== undefined)
    return { path: `${plainPath(root).replace(/\/+$/, '')}/${name ?? randomUUID()}`, temporary: false }
  if (mayBeTemporary) return temporaryLocation(context)
  throw new MillraceError(
    '_LEGACY_ERROR_TEMP_1298',
    'checkpointLocation must be specified either through option("checkpointLocation", ...) or SparkSession.conf.set("spark.sql.streaming.checkpointLocation", ...)',
  )
}

/** A new folder, and Spark's warning of it. */
function temporaryLocation(context: SessionContext): CheckpointLocation {
  const path = context.surroundings.temporaryFolder()
  context.surroundings.warn(
    `Temporary checkpoint location created which is deleted normally when the query didn't fail: ${path}. If it's required ` +
      `to delete it under any circumstances, please set ${forceDeleteConf} to true. Important to know deleting temp ` +
      'checkpoint folder is best effort.',
  )
  return { path, temporary: true }
}
