import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { afterAll, expect, test } from 'vitest'
import { watchFiles } from '../../../connectors/file/watch-files.ts'
import { localFileSystem } from '../../../lib/files/local-file-system.ts'
import { SimulatedFileSystem } from '../../../lib/files/simulated-file-system.ts'
import { sourceContext } from '../surroundings.ts'

const folder = mkdtempSync(`${tmpdir()}/watch-`)
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const local = sourceContext({ files: localFileSystem }, '/ck')

test.each(['one', 'two/*/x*.json'])('a file that appears below %s is hinted at', async (pattern) => {
  mkdirSync(`${folder}/one`, { recursive: true })
  mkdirSync(`${folder}/two/deep`, { recursive: true })
  const changes = watchFiles(`${folder}/${pattern}`, new Map(), local)
  await new Promise<void>((resolve) => {
    let count = 0
    // The watcher starts some time after the subscription: go on until it has seen one.
    const writing = setInterval(() => {
      count += 1
      writeFileSync(`${folder}/one/x${count}.json`, '')
      writeFileSync(`${folder}/two/deep/x${count}.json`, '')
    }, 5)
    const subscription = changes?.subscribe(() => {
      clearInterval(writing)
      setImmediate(() => {
        subscription?.unsubscribe()
        resolve()
      })
    })
  })
})

test('nothing is watched on a disk that is not real, or against the user’s will', () => {
  expect(watchFiles('/in', new Map(), sourceContext({ files: new SimulatedFileSystem() }, '/ck'))).toBeUndefined()
  expect(watchFiles(folder, new Map([['watch', 'false']]), local)).toBeUndefined()
  const conf = { 'spark.millrace.fileSource.watch': 'false' }
  expect(watchFiles(folder, new Map(), sourceContext({ files: localFileSystem, conf }, '/ck'))).toBeUndefined()
  expect(
    watchFiles(folder, new Map([['watch', 'true']]), sourceContext({ files: localFileSystem, conf }, '/ck')),
  ).toBeDefined()
})
