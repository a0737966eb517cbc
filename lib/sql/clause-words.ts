/** Words that begin a clause, so that they are no alias of what stands before them. */

const queryWords = [
  ...['FROM', 'WHERE', 'GROUP', 'HAVING', 'QUALIFY', 'WINDOW', 'ORDER', 'SORT', 'CLUSTER', 'DISTRIBUTE', 'LIMIT'],
  ...['OFFSET', 'UNION', 'EXCEPT', 'MINUS', 'INTERSECT', 'LATERAL', 'PIVOT', 'UNPIVOT', 'TABLESAMPLE'],
]

/** Words that begin a clause only with BY behind them. */
export const beforeBy: ReadonlySet<string> = new Set(['GROUP', 'ORDER', 'SORT', 'CLUSTER', 'DISTRIBUTE'])

/** Words that are never the alias of a relation (Spark's strictNonReserved), not even at the end. */
export const neverAlias: ReadonlySet<string> = new Set([
  ...['ANTI', 'CROSS', 'EXCEPT', 'FULL', 'INNER', 'INTERSECT', 'JOIN', 'LATERAL', 'LEFT', 'NATURAL', 'ON', 'RIGHT'],
  ...['SEMI', 'MINUS', 'UNION', 'USING'],
])

/** Behind an item of a select list. */
export const afterItem: ReadonlySet<string> = new Set(queryWords)

/** Behind a relation. */
export const afterRelation: ReadonlySet<string> = new Set([
  ...queryWords,
  ...['JOIN', 'INNER', 'CROSS', 'LEFT', 'RIGHT', 'FULL', 'OUTER', 'SEMI', 'ANTI', 'NATURAL', 'ON', 'USING', 'SELECT'],
  ...['FOR', 'VERSION', 'TIMESTAMP', 'WHERE'],
])
