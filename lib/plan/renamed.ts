import type { Field } from '../types/data-type.ts'

/** A field under a new name. It loses what it was qualified by; comment and event-time tag stay. */
export function renamed(field: Field, name: string): Field {
  const { qualifier: _, ...rest } = field
  return { ...rest, name }
}
