import type { Entry } from './entry-table.ts'

/** Entries in lists of `count`; the last one may be shorter. */
export function* entryPages(entries: Iterable<Entry>, count: number): Generator<Entry[]> {
  let page: Entry[] = []
  for (const entry of entries) {
    page.push(entry)
    if (page.length < count) continue
    yield page
    page = []
  }
  if (page.length > 0) yield page
}
