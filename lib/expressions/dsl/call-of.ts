/** Builds the column of a call. */

import type { Type } from '../../types/typed/type-tags.ts'
import { call } from '../build.ts'
import { Column, operandExpression } from '../column.ts'

/** A call of a function of the registry; arguments that were left out at the end are left out. */
export function callOf<D extends Type, M extends string>(name: string, ...args: readonly unknown[]): Column<D, M> {
  const given = args.filter((arg) => arg !== undefined)
  return new Column(call(name, ...given.map(operandExpression)))
}
