/** State stores in folders of their own, in memory or on disk; what they leave is removed behind the tests of the file. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { openLmdbTables } from '../../lib/checkpoint/lmdb-tables.ts'
import { localFileSystem } from '../../lib/files/local-file-system.ts'
import type { StateStore } from '../../lib/state/state-store.ts'
import { openStateStore } from '../../lib/state/versioned-state-store.ts'

export interface ScratchStores {
  /** A new folder. */
  folder(): string
  /** A store at a version of a folder's. */
  open(onDisk: boolean, folder: string, version: number): Promise<StateStore>
}

export function scratchStores(): ScratchStores {
  const scratch = mkdtempSync(join(tmpdir(), 'millrace-state-'))
  afterAll(() => rmSync(scratch, { recursive: true, force: true }))
  return {
    folder: () => mkdtempSync(join(scratch, 'store-')),
    open: async (onDisk, folder, version) => {
      const disk = onDisk ? await openLmdbTables(localFileSystem, `${folder}/working`) : undefined
      return openStateStore(localFileSystem, { folder, version, changesPerSnapshot: 2, disk })
    },
  }
}
