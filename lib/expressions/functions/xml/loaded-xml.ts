/** XML, which the package loads when one of these is first called: the build puts that in the place of this import. */
export { compileXPath, xmlReader, xmlTypeOf, xmlVariantReader, xmlWriter } from '../../../formats/xml/xml-library.ts'
