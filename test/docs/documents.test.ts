/** Documents that are made of the sources. `npm run docs` writes them (vitest's --update); here they must be up to date. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { connectorsDocument } from './connectors-document.ts'
import { functionsDocument } from './functions-document.ts'
import { operatorsDocument } from './operators-document.ts'

const docs = new URL('../../docs/', import.meta.url)

describe('documents are what npm run docs writes', () => {
  test.each([
    ['functions.md', functionsDocument],
    ['operators.md', operatorsDocument],
    ['connectors.md', connectorsDocument],
  ])('%s', async (name, document) => {
    await expect(document()).toMatchFileSnapshot(`../../docs/${name}`)
  })
})

test('links between documents lead to files', () => {
  const root = new URL('../../', import.meta.url)
  const documents = [
    ...readdirSync(root).filter((name) => name.endsWith('.md')),
    ...readdirSync(docs, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .map((name) => `docs/${name}`),
  ]
  const broken = documents.flatMap((name) => {
    const at = new URL(name, root)
    const links = [...readFileSync(at, 'utf8').matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, link]) => link as string)
    return links
      .filter((link) => !/^https?:/.test(link) && !existsSync(new URL(link, at)))
      .map((link) => `${name}: ${link}`)
  })
  expect(broken).toEqual([])
})
