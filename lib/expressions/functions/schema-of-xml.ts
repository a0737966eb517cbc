import { schemaOf } from './collection/schema-of.ts'
import { xmlTypeOf } from './xml/loaded-xml.ts'

export const schemaOfXml = schemaOf('xml', 'The schema of an XML record, in DDL.', xmlTypeOf)
