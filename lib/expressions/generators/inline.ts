import { collectionArgument } from './collection-argument.ts'
import type { Generator } from './generator.ts'

function inlineOf(name: string, outer: boolean, summary: string): Generator {
  return {
    name,
    summary,
    outer,
    parameter: 'input',
    bind(args, context) {
      const collection = collectionArgument(args, 'input', { arrayOf: 'struct' }, context)
      const { type } = collection
      const element = type.kind === 'array' ? type.element : type
      const mayBeNull = outer || (type.kind === 'array' && type.containsNull)
      const fields = element.kind === 'struct' ? element.fields : []
      return {
        collection,
        columns: fields.map((one, member) => ({
          name: one.name,
          type: one.type,
          nullable: mayBeNull || one.nullable,
          from: { member },
        })),
        infersFilter: true,
      }
    },
  }
}

export const inline = inlineOf('inline', false, 'A row for each struct of an array, a column for each of its fields.')

export const inlineOuter = inlineOf('inline_outer', true, 'Like `inline`; a row of nulls where there is no struct.')
