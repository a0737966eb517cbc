import { describe, expect, it } from 'vitest'
import { builtinDefinitions, builtinFunctions } from '../../../lib/expressions/functions/index.ts'

describe('the table of functions', () => {
  it('has each definition under its name, with a sentence that says what it gives', () => {
    for (const definition of builtinDefinitions) {
      expect(builtinFunctions.get(definition.name)).toBe(definition)
      expect(definition.summary).toMatch(/\.$/)
    }
  })
})
