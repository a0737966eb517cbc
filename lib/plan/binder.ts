/** Binding as operators see it. */
export type { Binder, BoundColumn } from '../expressions/binder/binder.ts'
