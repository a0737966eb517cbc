/**
 * The shape of a DDL literal. What the type parser is not sure of (a text with a quote in it, one that is not a
 * literal) becomes `Dynamic`: names unchecked, never an error and never a wrong name.
 */
import type { ArrayT, DecimalT, Dynamic, MapT, StructT, TypeByName, UnknownT } from './type-tags.ts'

type Trim<X extends string> = X extends ` ${infer R}` | `\n${infer R}` | `\t${infer R}`
  ? Trim<R>
  : X extends `${infer R} ` | `${infer R}\n` | `${infer R}\t`
    ? Trim<R>
    : X

type Count<X extends string, C extends string, N extends 0[] = []> = X extends `${string}${C}${infer R}`
  ? Count<R, C, [...N, 0]>
  : N['length']
type Balanced<X extends string> =
  Count<X, '<'> extends Count<X, '>'> ? (Count<X, '('> extends Count<X, ')'> ? true : false) : false

/** Splits at top-level commas: a piece with an open bracket swallows the next one. */
type Split<X extends string, Acc extends string = '', Out extends string[] = []> = X extends `${infer H},${infer R}`
  ? Balanced<`${Acc}${H}`> extends true
    ? Split<R, '', [...Out, `${Acc}${H}`]>
    : Split<R, `${Acc}${H},`, Out>
  : [...Out, `${Acc}${X}`]

type TypeOf<X extends string> =
  Lowercase<X> extends infer L extends string
    ? L extends keyof TypeByName
      ? TypeByName[L]
      : L extends `${infer B} not null`
        ? TypeOf<Trim<B>>
        : L extends `decimal${string}` | `dec${string}` | `numeric${string}`
          ? DecimalT
          : X extends `${string}<${infer In}>`
            ? Nested<L, In>
            : UnknownT
    : never

type Nested<L extends string, In extends string> = L extends `array<${string}`
  ? ArrayT<TypeOf<Trim<In>>>
  : L extends `map<${string}`
    ? Split<In> extends [infer K extends string, infer V extends string]
      ? MapT<TypeOf<Trim<K>>, TypeOf<Trim<V>>>
      : UnknownT
    : L extends `struct<${string}`
      ? StructT<Fields<Split<In>>>
      : UnknownT

type FieldName<X extends string> = X extends `\`${infer N}\`${string}`
  ? N
  : X extends `${infer N}:${string}`
    ? N extends `${infer M} ${string}`
      ? M
      : N
    : X extends `${infer N} ${string}`
      ? N
      : X

type FieldType<X extends string> = X extends `\`${string}\`${infer D}`
  ? TypeOf<Trim<D extends `:${infer E}` ? E : D>>
  : X extends `${infer N}:${infer D}`
    ? N extends `${string} ${infer M}`
      ? TypeOf<Trim<`${M}:${D}`>>
      : TypeOf<Trim<D>>
    : X extends `${string} ${infer D}`
      ? TypeOf<Trim<D>>
      : UnknownT

type Fields<P extends string[]> = { readonly [F in P[number] as FieldName<Trim<F>>]: FieldType<Trim<F>> }

/** `'a INT, b STRING'` → `{ a: IntT; b: StringT }`. */
export type DdlShape<X extends string> = string extends X
  ? Dynamic
  : X extends `${string}'${string}` | `${string}"${string}`
    ? Dynamic
    : Fields<Split<X>>
