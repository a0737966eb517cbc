/** The datetime patterns of the options, compiled and checked when the query is built. */
import { MillraceError } from '../../errors.ts'
import { compilePattern, type DatetimePattern } from '../../types/time/pattern.ts'

/** Letters of words that are known in English only: names of quarters, eras, zones, times of day. */
const wordLetters = /B|G|Q{3,}|q{3,}|zz|v{1,}/

/**
 * Compiles a pattern for one direction.
 *
 * @throws INVALID_DATETIME_PATTERN, and MILLRACE_UNSUPPORTED_LOCALE for words that are known in English only and for what is no language
 */
export function optionPattern(text: string, locale: string, direction: 'format' | 'parse'): DatetimePattern {
  const unquoted = text.replace(/'[^']*'/g, '')
  if ((!/^en\b/i.test(locale) && wordLetters.test(unquoted)) || !isLanguage(locale)) {
    throw new MillraceError(
      'MILLRACE_UNSUPPORTED_LOCALE',
      `Names of quarters, eras and zones in datetime patterns are English only, and a locale has to be a language tag; use a pattern of digits or the locale en-US: locale ${locale}, pattern ${text}`,
      { parameters: { locale, pattern: text } },
    )
  }
  const pattern = compilePattern(text, locale)
  pattern.check(direction)
  return pattern
}

function isLanguage(locale: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(locale).length > 0
  } catch {
    return false
  }
}
