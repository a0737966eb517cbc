/** Runs kernels over row ranges in short steps. */

/**
 * Rows per call of a kernel. V8 enters a long first call by on-stack replacement and keeps it slower for the whole
 * call; short calls let it switch to the optimised code after a few of them.
 */
export const stepRows = 1024

/**
 * Calls `kernel(state, from, to)` for consecutive ranges that cover `from … to-1`, each at most `stepRows` rows long.
 *
 * @param kernel generated once per query; must not depend on where a range begins
 * @param state handed through (an object with the batch's typed arrays)
 */
export function driveSteps<S>(
  kernel: (state: S, from: number, to: number) => void,
  state: S,
  from: number,
  to: number,
): void {
  for (let start = from; start < to; start += stepRows) {
    kernel(state, start, Math.min(start + stepRows, to))
  }
}
