/**
 * The named steps of the commit protocol. Fault tests stop the process right before or after any of them, in the first
 * attempt and during recovery; production code passes no probe.
 */

/** Every step, in the order in which one epoch goes through them. */
export const protocolSteps = [
  'lock',
  'metadata',
  'recover',
  'discard-state',
  'initial-offset',
  'latest-offset',
  'offsets',
  'purge',
  'run',
  'persist-state',
  'sink-commit',
  'commits',
  'source-commit',
] as const

export type ProtocolStep = (typeof protocolSteps)[number]

/**
 * Called with `before:STEP` and `after:STEP` and the epoch (−1 outside of epochs). May throw: then the query fails there.
 */
export type Probe = (point: `before:${ProtocolStep}` | `after:${ProtocolStep}`, epoch: number) => void

/** Runs one step between its two probe points. */
export async function probed<T>(
  probe: Probe | undefined,
  step: ProtocolStep,
  epoch: number,
  work: () => Promise<T> | T,
): Promise<T> {
  if (!probe) return work()
  probe(`before:${step}`, epoch)
  const result = await work()
  probe(`after:${step}`, epoch)
  return result
}

/** `probed` for what `start()` does before it returns. */
export function probedNow<T>(probe: Probe | undefined, step: ProtocolStep, epoch: number, work: () => T): T {
  probe?.(`before:${step}`, epoch)
  const result = work()
  probe?.(`after:${step}`, epoch)
  return result
}
