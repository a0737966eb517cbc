/** Where a query's state is while it runs; the files of its checkpoint are the same. */
import { MillraceError } from '../errors.ts'

export type StateProvider = 'memory' | 'lmdb'

export const providerConf = 'millrace.state.provider'
const sparkConf = 'spark.sql.streaming.stateStore.providerClass'

const providers: Readonly<Record<string, StateProvider>> = {
  HDFSBackedStateStoreProvider: 'memory',
  RocksDBStateStoreProvider: 'lmdb',
}
const packageOfProviders = 'org.apache.spark.sql.execution.streaming.state.'

/**
 * Ours as the session has it now, else Spark's as the checkpoint has it (it is among the settings that a query keeps).
 *
 * @throws INVALID_CONF_VALUE, STATE_STORE_INVALID_PROVIDER
 */
export function stateProvider(own: string | undefined, confs: Readonly<Record<string, string>>): StateProvider {
  if (own !== undefined) {
    if (own === 'memory' || own === 'lmdb') return own
    throw new MillraceError(
      'INVALID_CONF_VALUE',
      `The value '${own}' in the config "${providerConf}" is invalid: it should be memory or lmdb`,
      { sqlState: '22022', parameters: { confName: providerConf, confValue: own } },
    )
  }
  const named = confs[sparkConf]
  if (named === undefined) return 'memory'
  const known = named.startsWith(packageOfProviders) ? providers[named.slice(packageOfProviders.length)] : undefined
  if (known) return known
  throw new MillraceError(
    'STATE_STORE_INVALID_PROVIDER',
    `The given State Store Provider ${named} does not extend ${packageOfProviders}StateStoreProvider.`,
    { sqlState: '42K06', parameters: { inputClass: named } },
  )
}
