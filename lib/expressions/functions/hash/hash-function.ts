/** hash and xxhash64 as function definitions. */
import type { DataType, SqlValue } from '../../../types/data-type.ts'
import { holdsKind } from '../../../types/types.ts'
import { mismatch } from '../../binder/mismatch.ts'
import { checkCount } from '../../binder/signature.ts'
import type { Bound } from '../../bound.ts'
import type { Emitter, Operand } from '../../emitter.ts'
import type { ScalarFunction } from '../../scalar-function.ts'
import { type Hasher, hashValue } from './hash-value.ts'

export function hashFunction<H extends number | bigint>(
  name: string,
  summary: string,
  gives: DataType,
  seed: H,
  hasher: Hasher<H>,
): ScalarFunction {
  return {
    name,
    summary,
    bind(args, context) {
      checkCount(args, 1, Number.POSITIVE_INFINITY, context)
      if (args.some(({ type }) => holdsKind(type, 'variant'))) {
        const detail = `Input to the function \`${name}\` cannot contain elements of the "VARIANT" type yet.`
        throw mismatch(context, 'HASH_VARIANT_TYPE', detail)
      }
      if (args.some(({ type }) => holdsKind(type, 'map'))) {
        const detail =
          `Input to the function \`${name}\` cannot contain elements of the "MAP" type. In Spark, same maps may have ` +
          'different hashcode, thus hash expressions are prohibited on "MAP" elements. To restore previous behavior set ' +
          '"spark.sql.legacy.allowHashOnMapType" to "true".'
        throw mismatch(context, 'HASH_MAP_TYPE', detail)
      }
      return { args, type: gives, nullable: false }
    },
    nulls: 'custom',
    evaluate: (args, call) =>
      (args as readonly SqlValue[]).reduce<H>(
        (hash, value, at) => hashValue(hasher, (call.args[at] as Bound).type, value, hash),
        seed,
      ),
    emit(emitter, args) {
      let value = typeof seed === 'bigint' ? `${seed}n` : `${seed}`
      for (const { isNull, ...operand } of args) {
        if (isNull === 'true') continue
        const next = hashed(emitter, hasher, operand, value)
        value = emitter.local(isNull === undefined ? next : `${isNull} ? ${value} : ${next}`)
      }
      return { type: gives, value, isNull: undefined }
    },
  }
}

/** Code of the hash of a value that is not null, behind another one. */
function hashed<H>(emitter: Emitter, hasher: Hasher<H>, { type, value, bytes }: HashedOperand, seed: string): string {
  switch (type.kind) {
    case 'byte':
    case 'short':
    case 'int':
    case 'date':
      return `${emitter.constant(hasher.ofInt)}(${value}, ${seed})`
    case 'long':
    case 'timestamp':
    case 'timestamp_ntz':
      return `${emitter.constant(hasher.ofLong)}(${value}, ${seed})`
    case 'string':
    case 'binary':
      if (bytes) {
        const { data, offset, length } = bytes
        return `${emitter.constant(hasher.ofBytes)}(${data}.subarray(${offset}, ${offset} + ${length}), ${seed})`
      }
  }
  const ofType = (one: SqlValue, before: H) => hashValue(hasher, type, one, before)
  return `${emitter.constant(ofType)}(${value}, ${seed})`
}

type HashedOperand = Omit<Operand, 'isNull'>
