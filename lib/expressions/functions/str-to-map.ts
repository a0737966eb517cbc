import type { SqlValue } from '../../types/data-type.ts'
import { mapType, stringType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { BoundCall, ScalarFunction } from '../scalar-function.ts'
import { mapOf } from './collection/map-builder.ts'
import { perCall } from './per-call.ts'
import { javaPattern } from './regex/java-pattern.ts'
import { characters, pieces } from './regex/pieces.ts'

const compile = (pattern: string, call: BoundCall) => {
  const { source, flags } = javaPattern(pattern, call.name)
  return new RegExp(source, `${flags}g`)
}
const betweenPairs = perCall(compile)
const betweenKeyAndValue = perCall(compile)

const split = (text: string, pattern: string, regex: () => RegExp, limit: number) =>
  pattern === '' ? characters(text, limit) : pieces(text, regex(), limit)

export const strToMap: ScalarFunction = {
  name: 'str_to_map',
  summary: 'A map of a text, split into pairs and these into key and value by regular expressions (`,` and `:`).',
  bind: signature({ takes: ['string', 'string', 'string'], optional: 2, gives: mapType(stringType, stringType) }),
  evaluate(args, call) {
    const [text, pairs = ',', value = ':'] = args as readonly [string, string | undefined, string | undefined]
    const entries = split(text, pairs, () => betweenPairs(call, pairs), -1).map((pair) => {
      const [key = '', rest = null] = split(pair, value, () => betweenKeyAndValue(call, value), 2)
      return [key, rest] as const satisfies readonly SqlValue[]
    })
    return mapOf(stringType, entries)
  },
}
