/** The pool of tests: what returns is overwritten at once and handed out next, so a late read shows as 0xDB. */
import { BufferPool } from './buffer-pool.ts'

export class PoisoningPool extends BufferPool {
  override giveBack(buffer: ArrayBuffer): void {
    new Uint8Array(buffer).fill(0xdb)
    super.giveBack(buffer)
  }
}
