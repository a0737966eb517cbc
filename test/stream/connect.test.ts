import { describe, expect, test } from 'vitest'
import { connect } from '../../lib/stream/connect.ts'
import type { Message } from '../../lib/stream/message.ts'
import { Observable, Subject } from '../../lib/stream/rx.ts'
import { marbles } from './messages.ts'

describe('connect', () => {
  test('subscribes to the last input first and closes the receiver once', () => {
    const events: string[] = []
    const input = (name: string) =>
      new Observable<Message>(() => {
        events.push(`${name} subscribed`)
        return () => events.push(`${name} left`)
      })
    const output = connect([input('left'), input('right')], () => ({
      next() {},
      complete() {},
      close: () => events.push('closed'),
    }))
    const subscription = output.subscribe()
    subscription.unsubscribe()
    subscription.unsubscribe()
    expect(events.slice(0, 2)).toEqual(['right subscribed', 'left subscribed'])
    expect(events.slice(2).sort()).toEqual(['closed', 'left left', 'right left'])
  })

  test('does not subscribe to an input when another has failed already', () => {
    const failing = new Observable<Message>((subscriber) => subscriber.error(new Error('gone')))
    let subscribed = false
    const other = new Observable<Message>(() => {
      subscribed = true
    })
    const errors: unknown[] = []
    connect([other, failing], () => ({ next() {}, complete() {}, close() {} })).subscribe({
      error: (error) => errors.push(error),
    })
    expect(errors).toEqual([new Error('gone')])
    expect(subscribed).toBe(false)
  })

  test('a synchronous source that goes on after an error is not heard', () => {
    const source = new Subject<Message>()
    let heard = 0
    const output = connect([source], () => ({
      next() {
        heard++
        throw new Error('broken')
      },
      complete() {},
      close() {},
    }))
    const errors: unknown[] = []
    output.subscribe({ error: (error) => errors.push(error) })
    source.next(marbles['s'] as Message)
    source.next(marbles['a'] as Message)
    expect([heard, errors.length]).toEqual([1, 1])
  })

  test('what completion throws fails the stream', () => {
    const source = new Subject<Message>()
    const output = connect([source], () => ({
      next() {},
      complete() {
        throw new Error('too late')
      },
      close() {},
    }))
    const errors: unknown[] = []
    output.subscribe({ error: (error) => errors.push(error) })
    source.complete()
    expect(errors).toEqual([new Error('too late')])
  })
})
