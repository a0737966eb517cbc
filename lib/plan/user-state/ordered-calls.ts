/**
 * Calls of a program's function for groups 0, 1, 2, …, whose results are taken in this order. A function that gives its
 * results at once runs in a plain loop; from the first promise on, at most `concurrency` groups are under way.
 */

export interface OrderedCalls {
  /** How many groups there are. */
  readonly count: number
  readonly concurrency: number
  /** The call for a group; it may give a promise. */
  call(group: number): unknown
  /** Takes a group's result, awaited. */
  take(group: number, result: unknown): void
  /** No more calls begin once it is true. */
  stopped(): boolean
}

/** Calls all; a promise only when a call gave one. What a call or `take` throws ends it, and no further call begins. */
export function callInOrder(calls: OrderedCalls): void | Promise<void> {
  for (let group = 0; group < calls.count; group++) {
    const result = calls.call(group)
    if (isPromise(result)) return callConcurrently(calls, group, result)
    calls.take(group, result)
  }
}

async function callConcurrently(calls: OrderedCalls, first: number, running: Promise<unknown>): Promise<void> {
  // Groups under way or done and waiting for those before them: a slow group holds back no more than these.
  const window: Promise<unknown>[] = [observed(running)]
  let next = first + 1
  const fill = (): void => {
    while (next < calls.count && window.length < calls.concurrency && !calls.stopped()) {
      window.push(observed(started(calls, next)))
      next += 1
    }
  }
  fill()
  for (let group = first; window.length > 0; group++) {
    calls.take(group, await window.shift())
    fill()
  }
}

function started(calls: OrderedCalls, group: number): Promise<unknown> {
  try {
    return Promise.resolve(calls.call(group))
  } catch (error) {
    return Promise.reject(error)
  }
}

/** Its failure is reported when its turn comes, or not at all when an earlier one has failed. */
function observed(result: Promise<unknown>): Promise<unknown> {
  result.catch(() => {})
  return result
}

/** Whether a value is to be awaited. */
export function isPromise(value: unknown): value is Promise<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function'
}
