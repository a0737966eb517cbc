/** Files that Spark 4.3.0 wrote under each name of `compression`, and its refusals of names. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { compressionByName } from '../../../connectors/file/compressed-file.ts'
import { compressionOf } from '../../../connectors/file/compression.ts'
import { decompressedWhole } from '../../../connectors/file/decompressors.ts'

interface Recorded {
  readonly ending?: string
  readonly base64?: string
  readonly condition?: string
  readonly message?: string
}

const recorded = Object.entries(
  JSON.parse(readFileSync('test/fixtures/spark/compressed-files.json', 'utf8')) as Record<string, Recorded>,
)
const written = recorded.filter(([, { base64 }]) => base64 !== undefined)
/** `zstd` is a name here (docs/differences.md). */
const refused = recorded.filter(([name, { condition }]) => condition !== undefined && !/ zstd$/i.test(name))

const texts: Readonly<Record<string, string>> = {
  json: [0, 1, 2].map((id) => `{"id":${id},"s":"row ${id} é"}\n`).join(''),
  csv: [0, 1, 2].map((id) => `${id},row ${id} é\n`).join(''),
  text: [0, 1, 2].map((id) => `row ${id} é\n`).join(''),
}

const nameIn = (title: string): string => title.slice(title.indexOf(' ') + 1)
const formatIn = (title: string): string => title.slice(0, title.indexOf(' '))

test.each(written)('%s is read, and written under the same ending', async (title, { ending = '', base64 = '' }) => {
  const format = formatIn(title)
  const bytes = Buffer.from(base64, 'base64')
  const codec = compressionByName(ending)
  const read = codec === undefined ? bytes : Buffer.from(decompressedWhole(bytes, codec))
  expect(read.toString()).toBe(texts[format])
  const { extension, begin } = await compressionOf(new Map([['compression', nameIn(title)]]), format)
  expect(ending.replace(/^-c000\.\w+/, '')).toBe(extension)
  if (begin === undefined || codec === undefined) return
  const compressor = begin()
  const ours = Buffer.concat([compressor.compress(read), compressor.finish()])
  expect(Buffer.from(decompressedWhole(ours, codec)).toString()).toBe(texts[format])
})

test.each(refused)('%s is refused in the same words', async (title, { condition, message = '' }) => {
  const refusal = compressionOf(new Map([['compression', nameIn(title)]]), 'json')
  await expect(refusal).rejects.toMatchObject({
    condition,
    message: message.replace(`[${condition}] `, '').replace(' SQLSTATE: 56038', ''),
  })
})
