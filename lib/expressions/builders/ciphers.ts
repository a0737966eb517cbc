/** Builders of ciphers and of what authenticates a message. */
import type { BinaryT } from '../../types/typed/type-tags.ts'
import type { Column } from '../column.ts'
import { argument, type ColumnArgument, callOf, type NamesOf, twoOrThree } from './builder.ts'

type Optional = ColumnArgument | undefined

/** A value encrypted with AES: key, mode (`lit('GCM')`, CBC, ECB), padding, initialization vector, authenticated data. */
export function aesEncrypt<
  const A extends ColumnArgument,
  const B extends ColumnArgument,
  const C extends Optional = never,
  const D extends Optional = never,
  const E extends Optional = never,
  const F extends Optional = never,
>(
  input: A,
  key: B,
  mode?: C,
  padding?: D,
  iv?: E,
  aad?: F,
): Column<BinaryT, NamesOf<A> | NamesOf<B> | NamesOf<C> | NamesOf<D> | NamesOf<E> | NamesOf<F>> {
  return callOf('aes_encrypt', ...[input, key, mode, padding, iv, aad].map((one) => argument(one)))
}

function decrypting(name: string) {
  return <
    const A extends ColumnArgument,
    const B extends ColumnArgument,
    const C extends Optional = never,
    const D extends Optional = never,
    const E extends Optional = never,
  >(
    input: A,
    key: B,
    mode?: C,
    padding?: D,
    aad?: E,
  ): Column<BinaryT, NamesOf<A> | NamesOf<B> | NamesOf<C> | NamesOf<D> | NamesOf<E>> =>
    callOf(name, ...[input, key, mode, padding, aad].map((one) => argument(one)))
}

/** The value that `aesEncrypt` encrypted by the same key, mode, padding and authenticated data. */
export const aesDecrypt = decrypting('aes_decrypt')

/** Like `aesDecrypt`, but null where that raises an error. */
export const tryAesDecrypt = decrypting('try_aes_decrypt')

/** The code that authenticates a message by a key: HMAC with SHA-256, or the algorithm given. */
export const hmac = twoOrThree<BinaryT>('hmac')
