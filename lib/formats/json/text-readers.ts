/** Strings to dates, times and intervals, with the patterns of the options or, without, as CAST reads them. */
import type { DataType, SqlValue } from '../../types/data-type.ts'
import type { JsonReadOptions } from './options.ts'

/** Gives the value of a text, or undefined when it has none. */
export type TextReader = (text: string) => SqlValue | undefined

export function textReaders(options: JsonReadOptions): { reader(type: DataType): TextReader } {
  void options
  return {
    reader(type) {
      if (type.kind === 'date')
        return (t) => {
          const m = /^(\d{4})-(\d\d?)-(\d\d?)/.exec(t)
          return m
            ? Math.round(Date.UTC(+(m[1] as string), +(m[2] as string) - 1, +(m[3] as string)) / 86400000)
            : undefined
        }
      return (t) => {
        const v = Date.parse(t.replace(' ', 'T') + (type.kind === 'timestamp_ntz' ? 'Z' : ''))
        return Number.isNaN(v) ? undefined : BigInt(v) * 1000n
      }
    },
  }
}
