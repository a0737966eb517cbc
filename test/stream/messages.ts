/** Marbles of messages: `s` schema, `0`-`9` the epoch, lower case letters rows, capitals watermarks, `|0` style is RxJS's. */
import { TestScheduler } from 'rxjs/testing'
import { expect } from 'vitest'
import { batchOf } from '../../lib/columnar/builder.ts'
import { rowsOf } from '../../lib/columnar/values.ts'
import type { Message } from '../../lib/stream/message.ts'
import { Schema } from '../../lib/types/schema.ts'
import { field, longType } from '../../lib/types/types.ts'

export const numbers = new Schema([field('n', longType)])

/** A batch of numbers. */
export function rows(...values: readonly bigint[]): Message {
  return {
    kind: 'batch',
    batch: batchOf(
      numbers,
      values.map((value) => [value]),
    ),
  }
}

/**
 * What each character of a marble stands for: `s` the schema, `E` epoch 0 and `F` epoch 1, `x` and `y` their barriers,
 * `v` and `w` watermarks of 1 and 2 µs, `a` to `d` a row of 1 to 4.
 */
export const marbles: { readonly [mark: string]: Message } = {
  s: { kind: 'schema', schema: numbers },
  E: { kind: 'epoch', epoch: 0, batchTime: 0n },
  F: { kind: 'epoch', epoch: 1, batchTime: 0n },
  x: { kind: 'barrier', epoch: 0 },
  y: { kind: 'barrier', epoch: 1 },
  v: { kind: 'watermark', time: 1n },
  w: { kind: 'watermark', time: 2n },
  a: rows(1n),
  b: rows(2n),
  c: rows(3n),
  d: rows(4n),
}

/** Messages as plain values: batches as their rows. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  const message = value as Message
  if (message.kind === 'batch') return { kind: 'batch', rows: rowsOf(message.batch).map(String) }
  if (message.kind === 'schema') return { kind: 'schema', names: message.schema.names }
  if (message.kind === 'watermark') return { kind: 'watermark', time: `${message.time}` }
  if (message.kind === 'epoch') return { kind: 'epoch', epoch: message.epoch }
  if ('error' in value && value.error instanceof Error) return { ...value, error: value.error.message }
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]))
}

/** A scheduler of marbles that compares messages by what they hold. */
export function marbleScheduler(): TestScheduler {
  return new TestScheduler((actual, expected) => expect(plain(actual)).toEqual(plain(expected)))
}
