/** Binding as operators see it. */
export type { Binder } from '../expressions/binder/binder.ts'
