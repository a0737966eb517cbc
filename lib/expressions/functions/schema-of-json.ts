import { jsonReadOptions } from '../../formats/json/options.ts'
import { jsonInferenceOptions, schemaOfJsonText } from '../../formats/json/value-types.ts'
import { schemaOf } from './collection/schema-of.ts'

export const schemaOfJson = schemaOf('json', 'The type of JSON text, in DDL.', (text, options, zone) =>
  schemaOfJsonText(text, jsonReadOptions(options, zone), jsonInferenceOptions(options)),
)
