/** Random epochs for operators that keep state: rows, a watermark that never goes back, restarts. */
import fc from 'fast-check'

/** A cell is as a message table has it. */
export interface RandomEpoch<R> {
  readonly rows: readonly R[]
  /** Seconds. */
  readonly watermark: number
}

/** Epochs of rows; the watermark rises by up to `rise` seconds each, or stays. */
export function randomEpochs<R>(row: fc.Arbitrary<R>, rise: number): fc.Arbitrary<readonly RandomEpoch<R>[]> {
  const epoch = fc.record({ rows: fc.array(row, { maxLength: 9 }), step: fc.integer({ min: 0, max: rise }) })
  return fc.array(epoch, { minLength: 1, maxLength: 7 }).map((epochs) => {
    let watermark = 0
    return epochs.map(({ rows, step }) => {
      watermark += step
      return { rows, watermark }
    })
  })
}

/** The lines of each epoch, in batches of `size` rows. */
export function epochLines<R>(
  epochs: readonly RandomEpoch<R>[],
  line: (row: R) => string,
  size: number,
): readonly (readonly string[])[] {
  return epochs.map(({ rows, watermark }) => [
    ...rows.flatMap((row, at) => (at > 0 && at % size === 0 ? ['--', line(row)] : [line(row)])),
    `watermark ${watermark}`,
  ])
}
