/** Letters of a datetime pattern to elements: the subset of Java's `DateTimeFormatter` that Spark lets through. */
import type { NumberElement, PatternElement, PatternField } from './elements.ts'

/** Thrown for a pattern that Java or Spark refuses; `pattern.ts` makes the user's error of it. */
export class BadPattern extends Error {
  /** Spark's condition; undefined where the refusal is Java's. */
  readonly condition: string | undefined
  /** What of the pattern the message names; undefined for the whole. */
  readonly part: string | undefined

  constructor(message: string, condition?: string, part?: string) {
    super(message)
    this.condition = condition
    this.part = part
  }
}

const weekBased = new Set('YWwuec')
const unsupported = new Set('ABnNp')
const onlyForFormatting = new Set('EFqQ')
const tooLong = ['GGGGG', 'MMMMM', 'LLLLL', 'EEEEE', 'QQQQQ', 'qqqqq', 'yyyyyyy']

/**
 * Splits and checks a pattern (Spark's `DateTimeFormatterHelper.convertIncompatiblePattern`): `y` means the year `u` as
 * long as there is no era.
 *
 * @throws BadPattern
 */
export function patternElements(pattern: string, parsing: boolean): PatternElement[] {
  const parts = `${pattern} `.split("'")
  for (const [at, part] of parts.entries()) if (at % 2 === 0) checkPart(part, parsing)
  const era = parts.some((part, at) => at % 2 === 0 && part.includes('G'))
  return new PatternReader(pattern, parsing, era).read()
}

function checkPart(part: string, parsing: boolean): void {
  for (const letter of part) {
    if (weekBased.has(letter)) {
      throw new BadPattern(
        `All week-based patterns are unsupported since Spark 3.0, detected week-based character: ${letter}.\n` +
          'Please use the SQL function EXTRACT instead.',
        'INCONSISTENT_BEHAVIOR_CROSS_VERSION.DATETIME_WEEK_BASED_PATTERN',
      )
    }
    if (unsupported.has(letter) || (parsing && onlyForFormatting.has(letter))) {
      throw new BadPattern(
        `Illegal pattern character found in datetime pattern: ${letter}. Please provide legal character.`,
        'INVALID_DATETIME_PATTERN.ILLEGAL_CHARACTER',
      )
    }
  }
  for (const style of tooLong) {
    if (!part.includes(style)) continue
    throw new BadPattern(
      `Too many letters in datetime pattern: ${style}. Please reduce pattern length.`,
      'INVALID_DATETIME_PATTERN.LENGTH',
      style,
    )
  }
}

const plainNumbers: { readonly [letter: string]: PatternField } = {
  d: 'day',
  h: 'clockHourOfAmPm',
  H: 'hour',
  k: 'clockHour',
  K: 'hourOfAmPm',
  m: 'minute',
  s: 'second',
}

const offsetForms = ['', '+HHmm', '+HHMM', '+HH:MM', '+HHMMss', '+HH:MM:ss']
const lowerZeros = ['', '+00', '+0000', '+00:00', '+0000', '+00:00']

class PatternReader {
  readonly #pattern: string
  readonly #parsing: boolean
  readonly #era: boolean
  /** Enclosing lists while in `[ ]`. */
  readonly #outer: PatternElement[][] = []
  #elements: PatternElement[] = []
  /** The number that following numbers of fixed width take digits from. */
  #active: NumberElement | undefined

  constructor(pattern: string, parsing: boolean, era: boolean) {
    this.#pattern = pattern
    this.#parsing = parsing
    this.#era = era
  }

  read(): PatternElement[] {
    const pattern = this.#pattern
    for (let at = 0; at < pattern.length; ) {
      const letter = pattern[at] as string
      let end = at + 1
      if (/[a-zA-Z]/.test(letter)) {
        while (pattern[end] === letter) end++
        this.#letters(letter, end - at)
      } else if (letter === "'") end = this.#quoted(at)
      else this.#symbol(letter)
      at = end
    }
    while (this.#outer.length > 0) this.#close()
    return this.#elements
  }

  #quoted(start: number): number {
    let text = ''
    for (let at = start + 1; at < this.#pattern.length; at++) {
      if (this.#pattern[at] !== "'") text += this.#pattern[at]
      else if (this.#pattern[at + 1] === "'") {
        text += "'"
        at++
      } else {
        this.#append({ kind: 'literal', text: text === '' ? "'" : text })
        return at + 1
      }
    }
    throw new BadPattern(`Pattern ends with an incomplete string literal: ${this.#pattern}`)
  }

  #symbol(symbol: string): void {
    if (symbol === '[') {
      this.#outer.push(this.#elements)
      this.#elements = []
      this.#active = undefined
    } else if (symbol === ']') {
      if (this.#outer.length === 0) throw new BadPattern('Pattern invalid as it contains ] without previous [')
      this.#close()
    } else if ('{}#'.includes(symbol)) {
      throw new BadPattern(`Pattern includes reserved character: '${symbol}'`)
    } else this.#append({ kind: 'literal', text: symbol })
  }

  #close(): void {
    const elements = this.#elements
    this.#elements = this.#outer.pop() as PatternElement[]
    this.#append({ kind: 'optional', elements })
  }

  #append(element: PatternElement): void {
    this.#active = undefined
    this.#elements.push(element)
  }

  /** Numbers without anything between them: the first gives way (`DateTimeFormatterBuilder.appendValue`). */
  #number(field: PatternField, min: number, max: number, sign: NumberElement['sign'], reduced?: true): void {
    const element: NumberElement = { kind: 'number', field, min, max, sign, subsequent: 0, ...(reduced && { reduced }) }
    const active = this.#active
    this.#elements.push(element)
    if (active && min === max && sign === 'notNegative') {
      active.subsequent += max
      element.subsequent = -1
      return
    }
    if (active) active.subsequent = -1
    this.#active = element
  }

  #value(field: PatternField, count: number, most: number, letter: string): void {
    if (count > most) throw new BadPattern(`Too many pattern letters: ${letter}`)
    if (count === 1) this.#number(field, 1, 19, 'normal')
    else this.#number(field, count, count, 'notNegative')
  }

  #letters(letter: string, count: number): void {
    const plain = plainNumbers[letter]
    if (plain) return this.#value(plain, count, 2, letter)
    switch (letter) {
      case 'u':
      case 'y':
        return this.#year(letter === 'y' && this.#era ? 'yearOfEra' : 'year', count)
      case 'M':
      case 'L':
        return count <= 2 ? this.#value('month', count, 2, letter) : this.#text('month', count - 2, letter)
      case 'Q':
      case 'q':
        return count <= 2 ? this.#value('quarter', count, 2, letter) : this.#text('quarter', count - 2, letter)
      case 'E':
        return this.#text('dayOfWeek', Math.max(1, count - 2), letter)
      case 'G':
        return this.#text('era', Math.max(1, count - 2), letter)
      case 'a':
        return count === 1 ? this.#append({ kind: 'text', field: 'amPm', full: false }) : tooMany(letter)
      case 'F':
        return this.#value('alignedDay', count, 1, letter)
      case 'D':
        if (count === 2) return this.#number('dayOfYear', 2, 3, 'notNegative')
        return this.#value('dayOfYear', count, 3, letter)
      case 'S':
        if (count > 9) return tooMany(letter)
        return this.#append({ kind: 'fraction', min: this.#parsing ? 1 : count, max: count })
      default:
        return this.#zoneLetters(letter, count)
    }
  }

  #year(field: PatternField, count: number): void {
    if (count === 2) this.#number(field, 2, 2, 'notNegative', true)
    else this.#number(field, count, 19, count < 4 ? 'normal' : 'exceedsPad')
  }

  #text(field: PatternField, style: number, letter: string): void {
    if (style > 2) tooMany(letter)
    this.#append({ kind: 'text', field, full: style === 2, ...(letter === 'L' && { standalone: true }) })
  }

  #zoneLetters(letter: string, count: number): void {
    switch (letter) {
      case 'V':
        if (count !== 2) throw new BadPattern(`Pattern letter count must be 2: ${letter}`)
        return this.#append({ kind: 'zoneId' })
      case 'z':
        return count > 4 ? tooMany(letter) : this.#append({ kind: 'zoneName', full: count === 4, generic: false })
      case 'v':
        if (count !== 1 && count !== 4) throw new BadPattern(`Wrong number of pattern letters: ${letter}`)
        return this.#append({ kind: 'zoneName', full: count === 4, generic: true })
      case 'O':
        if (count !== 1 && count !== 4) throw new BadPattern(`Pattern letter count must be 1 or 4: ${letter}`)
        return this.#append({ kind: 'localizedOffset', full: count === 4 })
      case 'X':
        return this.#offset(letter, offsetForms[count], 'Z')
      case 'x':
        return this.#offset(letter, offsetForms[count], lowerZeros[count])
      case 'Z':
        if (count === 4) return this.#append({ kind: 'localizedOffset', full: true })
        return count < 4 ? this.#offset(letter, '+HHMM', '+0000') : this.#offset(letter, offsetForms[count], 'Z')
      default:
        throw new BadPattern(`Unknown pattern letter: ${letter}`)
    }
  }

  #offset(letter: string, form: string | undefined, zero: string | undefined): void {
    if (!form || zero === undefined) return tooMany(letter)
    this.#append({ kind: 'offset', form, zero })
  }
}

function tooMany(letter: string): never {
  throw new BadPattern(`Too many pattern letters: ${letter}`)
}
