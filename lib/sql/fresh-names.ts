let lastColumn = 0

/** Names that nobody writes, for columns that only the planner knows. */
export function freshNames(count: number): readonly string[] {
  return Array.from({ length: count }, () => `__subquery_${++lastColumn}`)
}
