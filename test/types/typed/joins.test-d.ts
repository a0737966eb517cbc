/** What the compiler must know and refuse about joins. Checked by `npm run types`; nothing here runs. */
import type { DataFrame, RowOf } from '../../../index.ts'
import { col, expr, int, long, type Session, string, struct } from '../../../index.ts'
import type { Ambiguous } from '../../../lib/types/typed/type-tags.ts'

type Equal<A, B> = (<X>() => X extends A ? 1 : 2) extends <X>() => X extends B ? 1 : 2 ? true : false
/** Compiles only for `true`. */
declare function holds<_T extends true>(): void

declare const session: Session

type Row<F> = F extends DataFrame<infer S> ? RowOf<S> : never
type ShapeOf<F> = F extends DataFrame<infer S> ? S : never

const orders = session.read.schema(struct({ id: int, customer: long, note: string })).json('o')
const customers = session.read.schema(struct({ customer: int, name: string, note: string })).json('c')

// A join by name merges its columns; other names that both have are ambiguous.
const byName = orders.join(customers, 'customer')
holds<Equal<Row<typeof byName>['customer'], bigint | null>>()
holds<Equal<Row<typeof byName>['name'], string | null>>()
holds<Equal<ShapeOf<typeof byName>['note'], Ambiguous<'note'>>>()
holds<Equal<keyof Row<typeof byName>, 'id' | 'customer' | 'note' | 'name'>>()
// The right side's column, of a right join; of a full join, a type that only coalesce knows.
holds<Equal<Row<ReturnType<typeof right>>['customer'], number | null>>()
holds<Equal<Row<ReturnType<typeof full>>['customer'], unknown>>()
holds<Equal<Row<ReturnType<typeof fullSame>>['note'], string | null>>()
const right = () => orders.join(customers, 'customer', 'right')
const full = () => orders.join(customers, ['customer'], 'full_outer')
const fullSame = () => orders.join(customers, ['customer', 'note'], 'outer')

// Semi and anti joins give the left frame.
const semi = orders.join(customers, 'customer', 'left_semi')
holds<Equal<typeof semi, typeof orders>>()
const anti = orders.join(customers, col('id').eq(col('name')), 'anti')
holds<Equal<typeof anti, typeof orders>>()

// On a condition every column of both stays.
const onCondition = orders.alias('o').join(customers.alias('c'), col('o.customer').eq(col('c.customer')), 'left')
holds<Equal<ShapeOf<typeof onCondition>['customer'], Ambiguous<'customer'>>>()
holds<Equal<Row<typeof onCondition>['id'], number | null>>()
onCondition.select('id', col('c.note'))
orders.join(customers, expr('any SQL'))
orders.join(customers, [col('id').eq(col('name')), col('name').isNotNull()])
const pairs = orders.crossJoin(customers)
holds<Equal<keyof Row<typeof pairs>, 'id' | 'customer' | 'note' | 'name'>>()

// @ts-expect-error only one side has it
orders.join(customers, 'name')
// @ts-expect-error no such column
orders.join(customers, ['customer', 'nope'])
// @ts-expect-error no such column on either side
orders.join(customers, col('nope').eq(col('name')))
// @ts-expect-error no such kind of join
orders.join(customers, 'customer', 'sideways')

// A frame of unknown columns joins with anything.
const dynamic = session.sql('SELECT 1 AS customer')
dynamic.join(customers, 'customer').select('whatever')
customers.join(dynamic, 'customer').select('name')
