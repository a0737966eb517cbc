/**
 * What a schema of keys, states and results says to the compiler: columns as DDL or `struct({…})`, whose values are
 * objects, or one type (`'LONG'`, `long`), whose values are plain.
 */
import type { DdlShape } from './ddl-shape.ts'
import type { StructSchema, Tagged } from './struct.ts'
import type { Dynamic, RowOf, Shape, Type, TypeByName, ValueOf } from './type-tags.ts'

export type SchemaOfValues = string | StructSchema | Tagged

/** The columns; a plain value is the column `value`. */
export type ShapeOfSchema<X> = [X] extends [StructSchema<infer S>]
  ? S
  : X extends string
    ? string extends X
      ? Dynamic
      : Lowercase<X> extends keyof TypeByName
        ? { readonly value: TypeByName[Lowercase<X>] }
        : DdlShape<X>
    : X extends Tagged<infer D extends Type>
      ? { readonly value: D }
      : Dynamic

/** A value, as a function of the program gets it. */
export type ValueOfSchema<X> = [X] extends [StructSchema<infer S>]
  ? RowOf<S>
  : X extends string
    ? string extends X
      ? Dynamic
      : Lowercase<X> extends keyof TypeByName
        ? ValueOf<TypeByName[Lowercase<X>]>
        : DdlShape<X> extends infer S extends Shape
          ? RowOf<S>
          : Dynamic
    : X extends Tagged<infer D extends Type>
      ? ValueOf<D>
      : Dynamic

/** A value, as a function may give it: of columns an object that may leave out some, or an array by position. */
export type GivenOfSchema<X> = [X] extends [StructSchema<infer S>]
  ? Partial<RowOf<S>> | readonly unknown[]
  : X extends string
    ? string extends X
      ? unknown
      : Lowercase<X> extends keyof TypeByName
        ? ValueOf<TypeByName[Lowercase<X>]> | null
        : object
    : X extends Tagged<infer D extends Type>
      ? ValueOf<D> | null
      : unknown
