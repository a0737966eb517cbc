/** The datetime patterns of the options, compiled and checked when the query is built. */
import { MillraceError } from '../../errors.ts'
import { compilePattern, type DatetimePattern } from '../../types/time/pattern.ts'

/** Letters that print or read words: names of months, days, quarters, eras, halves of the day, zones. */
const wordLetters = /M{3,}|L{3,}|E|a|B|G|Q{3,}|q{3,}|zz|v{1,}/

/**
 * Compiles a pattern for one direction.
 *
 * @throws INVALID_DATETIME_PATTERN, and MILLRACE_UNSUPPORTED_LOCALE for words that are not English
 */
export function optionPattern(text: string, locale: string, direction: 'format' | 'parse'): DatetimePattern {
  const unquoted = text.replace(/'[^']*'/g, '')
  if (!/^en\b/i.test(locale) && wordLetters.test(unquoted)) {
    throw new MillraceError(
      'MILLRACE_UNSUPPORTED_LOCALE',
      `Datetime patterns with words are English only; use a pattern of digits or the locale en-US: locale ${locale}, pattern ${text}`,
      { parameters: { locale, pattern: text } },
    )
  }
  const pattern = compilePattern(text)
  pattern.check(direction)
  return pattern
}
