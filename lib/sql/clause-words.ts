/** Words that begin a clause, so that they are no alias of what stands before them. */

const queryWords = [
  ...['FROM', 'WHERE', 'GROUP', 'HAVING', 'QUALIFY', 'WINDOW', 'ORDER', 'SORT', 'CLUSTER', 'DISTRIBUTE', 'LIMIT'],
  ...['OFFSET', 'UNION', 'EXCEPT', 'MINUS', 'SETMINUS', 'INTERSECT', 'LATERAL', 'PIVOT', 'UNPIVOT', 'TABLESAMPLE'],
]

/** Behind an item of a select list. */
export const afterItem: ReadonlySet<string> = new Set(queryWords)

/** Behind a relation. */
export const afterRelation: ReadonlySet<string> = new Set([
  ...queryWords,
  ...['JOIN', 'INNER', 'CROSS', 'LEFT', 'RIGHT', 'FULL', 'OUTER', 'SEMI', 'ANTI', 'NATURAL', 'ON', 'USING', 'SELECT'],
  ...['FOR', 'VERSION', 'TIMESTAMP'],
])
