import { parseFunction } from './variant/parse-function.ts'

export const parseJson = parseFunction('parse_json', 'JSON text as a variant; an error for what is not JSON.', false)
