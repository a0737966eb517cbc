/** Remembers what was made of an argument, per bound call: compiled patterns, zones, parsers. */
import type { BoundCall } from '../scalar-function.ts'

/**
 * Makes a getter that builds a value of a key at its first use in a call and keeps it until the call is used with
 * another key. Constant arguments cost one build a query, varying ones one a change.
 */
export function perCall<K, V>(make: (key: K, call: BoundCall) => V): (call: BoundCall, key: K) => V {
  const kept = new WeakMap<BoundCall, { readonly key: K; readonly value: V }>()
  return (call, key) => {
    const known = kept.get(call)
    if (known !== undefined && known.key === key) return known.value
    const value = make(key, call)
    kept.set(call, { key, value })
    return value
  }
}
