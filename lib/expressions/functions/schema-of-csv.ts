import { csvReadOptions } from '../../formats/csv/options.ts'
import { schemaOfRecord } from '../../formats/csv/value-parser.ts'
import { structType } from '../../types/types.ts'
import { schemaOf } from './collection/schema-of.ts'

export const schemaOfCsv = schemaOf('csv', 'The schema of a line of CSV, in DDL.', (text, options, zone) =>
  structType(schemaOfRecord(text, csvReadOptions(options, zone)).fields),
)
