import { describe, expect, test } from 'vitest'
import { col } from '../../lib/expressions/column-functions.ts'
import type { Message } from '../../lib/stream/message.ts'
import { Observable } from '../../lib/stream/rx.ts'
import { readMessages } from '../../lib/testing/message-table.ts'
import { runStage } from '../../lib/testing/run-stage.ts'
import { drop, filter, limit, select, withColumns } from '../../operators/index.ts'
import { printed, readings } from './pipe.ts'

describe('any operator', () => {
  test.each([
    ['filter', filter('celsius > 0')],
    ['select', select('celsius')],
    ['withColumns', withColumns({ x: col('celsius') })],
    ['drop', drop('device')],
    ['limit', limit(1)],
  ])('%s passes an error of its input on and gives nothing for an empty stream', (_, stage) => {
    expect(runStage(stage, 'device:string celsius:long')).toMatch(/^\S/)
    const failing = new Observable<Message>((subscriber) => {
      for (const message of readMessages(readings)) subscriber.next(message)
      subscriber.error(new Error('upstream'))
    })
    expect(() => printed(failing.pipe(stage))).toThrow('upstream')
  })
})
