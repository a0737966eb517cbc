/** What could be read of an object, array or map of which a part is bad; thrown, since the part decides for the whole. */
import type { SqlValue } from '../../types/data-type.ts'

/** Spark's PartialValueException: `value` stands where the whole would, `cause` is the first failure in it. */
export class PartialValue {
  readonly value: SqlValue
  readonly cause: unknown
  constructor(value: SqlValue, cause: unknown) {
    this.value = value
    this.cause = cause
  }
}
