/** Shapes of operations' results: one flat mapped type each, so that a long chain stays cheap for the compiler. */
import type {
  Ambiguous,
  ArrayT,
  ByteT,
  DayTimeIntervalT,
  DecimalT,
  Derived,
  DoubleT,
  IntT,
  LongT,
  Ref,
  Shape,
  ShortT,
  StructT,
  TimestampNtzT,
  TimestampT,
  Type,
  UnknownT,
  YearMonthIntervalT,
} from './type-tags.ts'

/** The type of a column expression, given the shape it is used on. */
export type Resolve<S, D> =
  D extends Ref<infer N>
    ? N extends keyof S
      ? S[N]
      : UnknownT
    : D extends Derived<infer R, infer I>
      ? DerivedType<R, Resolve<S, I>>
      : D

/** A window's struct has the type of its time; a window's window that of its end. */
type WindowType<I> = I extends { readonly fields: { readonly end: infer E } }
  ? WindowType<E>
  : I extends UnknownT
    ? UnknownT
    : I extends TimestampNtzT
      ? StructT<{ start: I; end: I }>
      : StructT<{ start: TimestampT; end: TimestampT }>
type EndType<I> = I extends { readonly fields: { readonly end: infer E } } ? E : UnknownT

/** `sum(INT)` is LONG, `avg(INT)` DOUBLE, `collect_list(INT)` ARRAY<INT>, `window(TIMESTAMP)` STRUCT<start, end>. */
type DerivedType<R, I> = R extends 'list'
  ? I extends Type
    ? ArrayT<I>
    : UnknownT
  : R extends 'window'
    ? WindowType<I>
    : R extends 'end'
      ? EndType<I>
      : I extends DecimalT | DayTimeIntervalT | YearMonthIntervalT | UnknownT
        ? I
        : R extends 'mean'
          ? DoubleT
          : I extends ByteT | ShortT | IntT | LongT
            ? LongT
            : DoubleT

/** withColumn: adds or replaces K. */
export type With<S, K extends string, D> = {
  [P in keyof S | K]: P extends K ? D : P extends keyof S ? S[P] : never
}
export type Drop<S, K> = { [P in keyof S as P extends K ? never : P]: S[P] }
export type Rename<S, A, B extends string> = { [P in keyof S as P extends A ? B : P]: S[P] }

/** Columns of both; B's win. */
export type Merge<A, B> = {
  [P in keyof A | keyof B]: P extends keyof B ? B[P] : P extends keyof A ? A[P] : never
}

/** `s.f` gives column `f`. */
type LastPart<I extends string> = I extends `${string}.${infer R}` ? R : I
/** What a select list's item is called; items are names or columns (`_a` alias). Without an alias, any name. */
type ItemName<I> = I extends string ? LastPart<I> : I extends { readonly _a?: infer A extends string } ? A : never
/** Its type (`_d`): under a name that only Spark's rules make, nothing is promised. */
type ItemType<S, I> = I extends keyof S
  ? S[I]
  : I extends { readonly _a?: infer A; readonly _d?: infer D }
    ? string extends A
      ? UnknownT
      : Resolve<S, Exclude<D, undefined>>
    : UnknownT
export type Project<S, I extends readonly unknown[]> = { [J in I[number] as ItemName<J>]: ItemType<S, J> }

export type AsShape<X> = X extends Shape ? X : never

/** Spellings of joins whose result is the left frame's rows. */
export type ExistenceJoin = 'semi' | 'leftsemi' | 'left_semi' | 'anti' | 'leftanti' | 'left_anti'
export type RightJoin = 'right' | 'rightouter' | 'right_outer'
export type FullJoin = 'outer' | 'full' | 'fullouter' | 'full_outer'
export type OtherJoin = 'inner' | 'cross' | 'left' | 'leftouter' | 'left_outer'
/** Every spelling of a kind of join that Spark takes; case does not matter at run time. */
export type JoinHow = ExistenceJoin | RightJoin | FullJoin | OtherJoin

/** Columns of both sides; a name that both have is ambiguous. */
export type Joined<A, B> = {
  [P in keyof A | keyof B]: P extends keyof A
    ? P extends keyof B
      ? Ambiguous<P & string>
      : A[P]
    : P extends keyof B
      ? B[P]
      : never
}

/** Columns of both sides; those called K come once, of the type that the kind of join gives them. */
export type UsingJoined<A, B, K, H> = {
  [P in keyof A | keyof B]: P extends keyof A
    ? P extends keyof B
      ? P extends K
        ? MergedType<A[P], B[P], H>
        : Ambiguous<P & string>
      : A[P]
    : P extends keyof B
      ? B[P]
      : never
}
type MergedType<A, B, H> = H extends RightJoin ? B : H extends FullJoin ? (A extends B ? A : UnknownT) : A

/** What a join on a condition gives. */
export type JoinResult<A, B, H> = H extends ExistenceJoin ? A : Joined<A, B>
/** What a join by names gives. */
export type UsingResult<A, B, K, H> = H extends ExistenceJoin ? A : UsingJoined<A, B, K, H>
