/** A folder for one scenario: in memory where the system has such a place, since nothing here is about the disk. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const base = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

/** Runs `work` with an empty folder, which is gone afterwards. */
export async function inScratchFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(base, 'millrace-'))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
