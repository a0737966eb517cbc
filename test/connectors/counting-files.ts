/** A file system that counts the readers that are open. */
import type { FileReader } from '../../lib/files/file-system.ts'
import { SimulatedFileSystem } from '../../lib/files/simulated-file-system.ts'

export class CountingFiles extends SimulatedFileSystem {
  openReaders = 0
  /** Directories listed. */
  listings = 0

  constructor() {
    super()
    const { names } = this.immediate
    Object.assign(this.immediate, {
      names: (directory: string) => {
        this.listings += 1
        return names(directory)
      },
    })
  }

  override async openRead(path: string): Promise<FileReader> {
    const reader = await super.openRead(path)
    this.openReaders += 1
    return {
      read: reader.read,
      close: () => {
        this.openReaders -= 1
        return reader.close()
      },
    }
  }
}
