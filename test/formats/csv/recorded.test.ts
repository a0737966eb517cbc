/** What a real Spark reads in odd files, with every option, in three modes, all columns and some. */
import { describe, expect, it } from 'vitest'
import type { SqlValue } from '../../../lib/types/data-type.ts'
import { decodeFile } from './decoding.ts'
import { type Failure, type RecordedRead, recordedReads } from './recorded-files.ts'

/** TIME and VARIANT columns, and rows as one VARIANT, are refused; codecs are the connector's business. */
const unsupported = /^(?:type time|type variant|options variant|options compression)/

/** Whether an error is Spark's: its condition stands somewhere in Spark's chain of causes, or its text does. */
function sameFailure(expected: Failure, got: Failure): boolean {
  if (expected.condition !== undefined) return got.condition === expected.condition
  const all = expected.messages.join('\n')
  const text = (got.messages[0] as string).replace(/^\[.*?\] | SQLSTATE: .*$|\nIt is the option .*$/gs, '')
  return all.includes(`[${got.condition}]`) || all.includes(text) || noText.test(all)
}

/** Spark's own mistake: a delimiter of one backslash ends in a StringIndexOutOfBoundsException. */
const noText = /StringIndexOutOfBounds/

function answer(read: RecordedRead): readonly SqlValue[][] | Failure {
  try {
    return decodeFile(read.bytes, read.schema, { options: read.options, columns: read.columns })
  } catch (error) {
    const { condition } = error as { readonly condition?: string }
    return { condition, messages: [String(error)] }
  }
}

const groups = new Map<string, RecordedRead[]>()
for (const read of recordedReads) {
  const group = read.name.split(/[ ,]/)[0] as string
  const same = groups.get(group)
  if (same === undefined) groups.set(group, [read])
  else same.push(read)
}

describe('reading csv as a real Spark does', () => {
  for (const [group, reads] of groups) {
    it(`${group}: ${reads.length} reads`, () => {
      const wrong: unknown[] = []
      for (const read of reads) {
        if (unsupported.test(read.name)) continue
        const got = answer(read)
        const { expected } = read
        if ('messages' in expected || 'messages' in got) {
          if (!('messages' in expected && 'messages' in got && sameFailure(expected, got))) {
            wrong.push({ name: read.name, expected: shown(expected), got: shown(got) })
          }
          continue
        }
        const at = expected.findIndex((row, i) => JSON.stringify(row, plain) !== JSON.stringify(got[i], plain))
        if (at >= 0 || got.length !== expected.length) {
          const where = at < 0 ? expected.length : at
          wrong.push({
            name: read.name,
            options: read.options,
            at: where,
            expected: shown(expected.slice(where, where + 2)),
            got: shown(got.slice(where, where + 2)),
          })
        }
      }
      expect(wrong).toEqual([])
    })
  }
})

const plain = (_: string, value: unknown): unknown =>
  typeof value === 'bigint'
    ? `${value}n`
    : Number.isNaN(value)
      ? 'NaN'
      : value === Infinity
        ? 'Infinity'
        : value === -Infinity
          ? '-Infinity'
          : Object.is(value, -0)
            ? '-0'
            : value

const shown = (value: unknown): string => JSON.stringify(value, plain).slice(0, 600)
