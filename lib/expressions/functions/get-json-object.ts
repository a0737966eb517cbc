import { stringType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { extractPath } from './json/extract-path.ts'
import { parseJsonPath } from './json/json-path.ts'
import { perCall } from './per-call.ts'

const pathOf = perCall(parseJsonPath)

export const getJsonObject: ScalarFunction = {
  name: 'get_json_object',
  summary: 'What a path (`$.a[0]`) leads to in JSON text, as text.',
  bind: signature({ takes: ['string', 'string'], gives: stringType, nullable: true, exact: true }),
  evaluate([text, path], call) {
    const steps = pathOf(call, path as string)
    return steps ? extractPath(text as string, steps) : null
  },
}
