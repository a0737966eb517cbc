/** The options of from_xml, to_xml and schema_of_xml: Spark's `XmlOptions`, names, defaults and errors. */
import { MillraceError } from '../../errors.ts'
import { zone as zoneOf } from '../../types/time/zone.ts'
import type { FormatOptions } from '../format.ts'
import { flagOption, invalidOption, type ParseMode, parseModeOption } from '../format-options.ts'
import { defaultDateFormat, defaultTimestampNtzFormat } from '../json/options.ts'

/** How attributes and text of an element are called as fields. */
export interface XmlNames {
  readonly attributePrefix: string
  readonly valueTag: string
  /** The text that stands for null; undefined = none. */
  readonly nullValue: string | undefined
}

export interface XmlReadOptions extends XmlNames {
  readonly mode: ParseMode
  readonly columnNameOfCorruptRecord: string
  readonly excludeAttribute: boolean
  readonly ignoreSurroundingSpaces: boolean
  readonly ignoreNamespace: boolean
  /** The field that takes elements without a field of their own. */
  readonly wildcardColName: string
  readonly inferSchema: boolean
  readonly prefersDecimal: boolean
  readonly preferDate: boolean
  readonly dateFormat: string | undefined
  readonly timestampFormat: string | undefined
  readonly timestampNtzFormat: string | undefined
  readonly enableDateTimeParsingFallback: false
  readonly locale: string
  readonly zone: string
}

export interface XmlWriteOptions extends XmlNames {
  readonly rowTag: string
  readonly indent: string
  readonly arrayElementName: string
  readonly validateName: boolean
  readonly dateFormat: string
  readonly timestampFormat: string | undefined
  readonly timestampNtzFormat: string
  readonly locale: string
  readonly zone: string
}

const namesOf = (options: FormatOptions): XmlNames => ({
  attributePrefix: options.get('attributeprefix') ?? '_',
  valueTag: options.get('valuetag') ?? '_VALUE',
  nullValue: options.get('nullvalue'),
})

/**
 * Options for reading.
 *
 * @param zone session zone, used unless the option timeZone is given
 */
export function xmlReadOptions(options: FormatOptions, zone: string): XmlReadOptions {
  zoneOf(options.get('timezone') ?? zone)
  const preferDate = flagOption(options, 'preferDate', true)
  if (options.has('rowvalidationxsdpath')) {
    throw new MillraceError(
      'MILLRACE_OPTION_INVALID',
      'Rows are not validated by a schema of XML: rowValidationXSDPath',
    )
  }
  return {
    ...namesOf(options),
    mode: parseModeOption(options),
    columnNameOfCorruptRecord: options.get('columnnameofcorruptrecord') ?? '_corrupt_record',
    excludeAttribute: flagOption(options, 'excludeAttribute', false),
    ignoreSurroundingSpaces: flagOption(options, 'ignoreSurroundingSpaces', true),
    ignoreNamespace: flagOption(options, 'ignoreNamespace', false),
    wildcardColName: options.get('wildcardcolname') ?? 'xs_any',
    inferSchema: flagOption(options, 'inferSchema', true),
    prefersDecimal: flagOption(options, 'prefersDecimal', false),
    preferDate,
    dateFormat: options.get('dateformat') ?? (preferDate ? defaultDateFormat : undefined),
    timestampFormat: options.get('timestampformat'),
    timestampNtzFormat: options.get('timestampntzformat'),
    enableDateTimeParsingFallback: false,
    locale: options.get('locale') ?? 'en-US',
    zone: options.get('timezone') ?? zone,
  }
}

/** Options for writing. @throws MILLRACE_OPTION_INVALID with Spark's text for an empty attributePrefix */
export function xmlWriteOptions(options: FormatOptions, zone: string): XmlWriteOptions {
  zoneOf(options.get('timezone') ?? zone)
  const names = namesOf(options)
  if (names.attributePrefix === '') {
    const why = "requirement failed: 'attributePrefix' option should not be empty string."
    throw invalidOption('attributePrefix', '', why)
  }
  return {
    ...names,
    rowTag: options.get('rowtag') ?? 'ROW',
    indent: options.get('indent') ?? '    ',
    arrayElementName: options.get('arrayelementname') ?? 'item',
    validateName: flagOption(options, 'validateName', true),
    dateFormat: options.get('dateformat') ?? defaultDateFormat,
    timestampFormat: options.get('timestampformat'),
    timestampNtzFormat: options.get('timestampntzformat') ?? defaultTimestampNtzFormat,
    locale: options.get('locale') ?? 'en-US',
    zone: options.get('timezone') ?? zone,
  }
}
