/** How Spark prints names in SQL and DDL. */

/** A name as SQL identifier: `` `a b` ``, with backquotes doubled. */
export function quoteIdentifier(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``
}

/** A name as Spark prints it where quotes may be left out: only letters, digits and underscores, no digit first. */
export function quoteIfNeeded(name: string): string {
  return /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name) ? name : quoteIdentifier(name)
}

/** A dotted name with every part in backquotes, as in Spark's messages: `` `a`.`b` ``. */
export function quoteName(parts: readonly string[]): string {
  return parts.map(quoteIdentifier).join('.')
}
