/**
 * The life of one run as a state machine: start → active (waiting | epoch) → stop or fail. Triggers, stop, errors and the
 * end of an epoch are its events, and what takes time are invoked actors. An epoch costs two transitions.
 *
 * Work under way is never walked away from: a stop or an error is acted on when the invoked actor has settled, so that
 * sources and sink are closed with nothing of theirs still running.
 */
import { assign, createActor, fromCallback, fromPromise, setup } from 'xstate'
import type { TeardownLogic } from '../stream/rx.ts'
import { isAbort } from './query-failure.ts'

/** batch: there may be more at once; idle: nothing to do now; finished: the trigger wants no more. */
export type TriggerOutcome = 'batch' | 'idle' | 'finished'

/** What the machine drives. */
export interface QueryWork {
  start(): Promise<void>
  trigger(): Promise<TriggerOutcome>
  /** Calls `fire` when the next trigger is due; the teardown cancels it. */
  schedule(idle: boolean, fire: () => void): Exclude<TeardownLogic, void>
  /** Makes the work under way end early. */
  interrupt(): void
  /** Must not reject. `failure` is undefined after a stop or a trigger's own end. */
  close(failure: unknown): Promise<void>
}

type QueryEvent = { readonly type: 'TRIGGER' } | { readonly type: 'STOP'; readonly drain: boolean }

interface QueryContext {
  readonly stopping: boolean
  readonly idle: boolean
  readonly failure: unknown
}

function cancel(teardown: TeardownLogic): void {
  if (typeof teardown === 'function') teardown()
  else teardown?.unsubscribe()
}

function machineOf(work: QueryWork) {
  return setup({
    types: { context: {} as QueryContext, events: {} as QueryEvent },
    actors: {
      start: fromPromise(() => work.start()),
      waiting: fromCallback<QueryEvent, { readonly idle: boolean }>(({ input, sendBack }) => {
        const scheduled = work.schedule(input.idle, () => sendBack({ type: 'TRIGGER' }))
        return () => cancel(scheduled)
      }),
      epoch: fromPromise(() => work.trigger()),
      close: fromPromise<void, { readonly failure: unknown }>(({ input }) => work.close(input.failure)),
    },
    guards: { stopping: ({ context }) => context.stopping },
  }).createMachine({
    id: 'query',
    initial: 'start',
    context: { stopping: false, idle: false, failure: undefined },
    states: {
      start: {
        invoke: {
          src: 'start',
          onDone: [{ guard: 'stopping', target: 'stop' }, { target: 'active' }],
          onError: [
            { guard: ({ context, event }) => context.stopping && isAbort(event.error), target: 'stop' },
            { target: 'fail', actions: assign({ failure: ({ event }) => event.error }) },
          ],
        },
        on: { STOP: { actions: [assign({ stopping: true }), () => work.interrupt()] } },
      },
      active: {
        initial: 'waiting',
        states: {
          waiting: {
            invoke: { src: 'waiting', input: ({ context }) => ({ idle: context.idle }) },
            on: { TRIGGER: 'epoch', STOP: '#query.stop' },
          },
          epoch: {
            invoke: {
              src: 'epoch',
              onDone: [
                {
                  guard: ({ context, event }) => context.stopping || event.output === 'finished',
                  target: '#query.stop',
                },
                { target: 'waiting', actions: assign({ idle: ({ event }) => event.output === 'idle' }) },
              ],
              onError: [
                { guard: ({ context, event }) => context.stopping && isAbort(event.error), target: '#query.stop' },
                { target: '#query.fail', actions: assign({ failure: ({ event }) => event.error }) },
              ],
            },
            on: {
              STOP: {
                actions: [
                  assign({ stopping: true }),
                  ({ event }) => {
                    if (!event.drain) work.interrupt()
                  },
                ],
              },
            },
          },
        },
      },
      stop: { invoke: { src: 'close', input: { failure: undefined }, onDone: 'stopped' } },
      fail: { invoke: { src: 'close', input: ({ context }) => ({ failure: context.failure }), onDone: 'failed' } },
      stopped: { type: 'final' },
      failed: { type: 'final' },
    },
  })
}

/** Runs a query to its end; `stop` may be called at any time. */
export function runQuery(work: QueryWork): { stop(drain: boolean): void } {
  const actor = createActor(machineOf(work))
  actor.start()
  return { stop: (drain) => actor.send({ type: 'STOP', drain }) }
}
