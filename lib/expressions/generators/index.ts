/** Every generator, by name. */
import type { ScalarFunction } from '../scalar-function.ts'
import { explode, explodeOuter, posexplode, posexplodeOuter } from './explode.ts'
import type { Generator } from './generator.ts'
import { inline, inlineOuter } from './inline.ts'
import { jsonMembers, jsonTuple } from './json-tuple.ts'
import { stack } from './stack.ts'
import { variantExplode, variantExplodeOuter, variantMembers } from './variant-explode.ts'

export const generators: ReadonlyMap<string, Generator> = new Map(
  [
    explode,
    explodeOuter,
    posexplode,
    posexplodeOuter,
    inline,
    inlineOuter,
    stack,
    jsonTuple,
    variantExplode,
    variantExplodeOuter,
  ].map((one) => [one.name, one]),
)

/** Functions that generators are made of; SQL cannot call them. */
export const generatorParts: readonly ScalarFunction[] = [jsonMembers, variantMembers]
