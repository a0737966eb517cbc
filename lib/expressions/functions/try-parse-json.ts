import { parseFunction } from './variant/parse-function.ts'

export const tryParseJson = parseFunction('try_parse_json', 'JSON text as a variant; null for what is not JSON.', true)
