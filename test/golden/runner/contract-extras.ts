/**
 * Scenarios that prove the contracts of streams, watermarks, state and restart before the real stateful operators exist:
 * they run on operators that the tests bring, in their plainest form. Every other scenario runs on the package alone.
 */
import { translateContractOp } from '../../contract/contract-operators.ts'
import type { ExtraOf } from './golden-files.ts'

const proofs = [
  /^wm-late-prev-batch-(append|update)$/,
  /^wm-nodata-disabled$/,
  /^wm-multi-policy-/,
  /^wm-same-batch-late$/,
  /^agg-update-wm-evict$/,
  /^chained-window-time$/,
  /^ssjoin-range-leftouter$/,
  /^limit-append$/,
  /^err-update-.*-sink$/,
]

/** The tests' own operators for a scenario that is such a proof. */
export const contractExtras: ExtraOf = (scenario) =>
  proofs.some((one) => one.test(scenario)) ? translateContractOp : undefined
