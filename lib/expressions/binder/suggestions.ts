/** Which names Spark proposes for one that it does not know. */
import { MillraceError } from '../../errors.ts'
import type { Field } from '../../types/data-type.ts'
import { quoteIdentifier, quoteIfNeeded, quoteName } from '../../types/ddl/identifier.ts'
import type { Schema } from '../../types/schema.ts'

const most = 5

/** Number of insertions, deletions and replacements between two texts. */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] as number) + 1, (next[j - 1] as number) + 1))
    }
    row = next
  }
  return row[b.length] as number
}

/** Qualifiers are left out when all columns have the same one, unless the unknown name has one too. */
function candidates(fields: readonly Field[], path: readonly string[]): readonly (readonly string[])[] {
  const qualifiers = new Set(fields.map((field) => field.qualifier?.toLowerCase()))
  const qualified = path.length > 1 || qualifiers.size > 1
  return fields.map(({ name, qualifier }) => (qualified && qualifier !== undefined ? [qualifier, name] : [name]))
}

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/**
 * UNRESOLVED_COLUMN.WITH_SUGGESTION: the columns with the smallest edit distance, between the quoted candidate and the
 * unquoted name as Spark measures it, equal ones by name.
 */
export function unresolvedColumn(path: readonly string[], input: Schema): MillraceError {
  const name = quoteName(path)
  const message = `A column, variable, or function parameter with name ${name} cannot be resolved.`
  if (input.length === 0) {
    return new MillraceError('UNRESOLVED_COLUMN.WITHOUT_SUGGESTION', message, {
      sqlState: '42703',
      parameters: { objectName: name },
    })
  }
  const plain = path.map(quoteIfNeeded).join('.')
  const ranked = candidates(input.fields, path)
    .map((parts) => ({ text: quoteName(parts), last: parts[parts.length - 1] as string }))
    .sort((a, b) => byText(a.last, b.last))
    .map((one) => ({ ...one, distance: editDistance(one.text, plain) }))
    .sort((a, b) => a.distance - b.distance)
  const proposal = ranked
    .slice(0, most)
    .map((one) => one.text)
    .join(', ')
  return new MillraceError(
    'UNRESOLVED_COLUMN.WITH_SUGGESTION',
    `${message} Did you mean one of the following? [${proposal}].`,
    { sqlState: '42703', parameters: { objectName: name, proposal } },
  )
}

/** AMBIGUOUS_REFERENCE: several columns have the name; they are listed with the name as it was written. */
export function ambiguousColumn(written: readonly string[], matches: readonly Field[], name: string): MillraceError {
  const options = matches.map(({ qualifier }) => quoteName(qualifier === undefined ? [name] : [qualifier, name]))
  const text = written.map(quoteIdentifier).join('.')
  return new MillraceError(
    'AMBIGUOUS_REFERENCE',
    `Reference ${text} is ambiguous, could be: [${options.join(', ')}].`,
    {
      sqlState: '42704',
      parameters: { name: text, referenceNames: `[${options.join(', ')}]` },
    },
  )
}
