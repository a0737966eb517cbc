/** Settings of the session that file logs heed, as Spark reads them. */
import type { ConnectorContext } from '../../lib/connector/connector.ts'
import { Options } from '../../lib/connector/options.ts'
import { durationOption, refused } from './file-options.ts'

/** A whole number above 0. */
export function integerConf(context: ConnectorContext, key: string, fallback: number): number {
  const text = context.conf(key)
  if (text === undefined) return fallback
  const value = /^\d+$/.test(text) ? Number(text) : 0
  if (value > 0 && Number.isSafeInteger(value)) return value
  throw refused(`Invalid value '${text}' for ${key}, must be a positive integer`)
}

/** A length of time in milliseconds. */
export function durationConf(context: ConnectorContext, key: string, fallback: number): number {
  const text = context.conf(key)
  return text === undefined ? fallback : (durationOption(new Options([[key, text]]), key) ?? fallback)
}

/** `true` or `false`. */
export function flagConf(context: ConnectorContext, key: string, fallback: boolean): boolean {
  const text = context.conf(key)?.toLowerCase()
  return text === undefined ? fallback : text === 'true'
}
