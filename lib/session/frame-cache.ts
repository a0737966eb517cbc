/** `df.cache()`: rows of static frames kept in memory once they have been computed (Spark's CacheManager). */
import type { RecordBatch } from '../columnar/record-batch.ts'
import { makeNode } from '../plan/node.ts'
import type { Node } from '../plan/nodes.ts'
import { type Planner, schemaOf } from '../plan/planner.ts'
import { batchesNode, type Relations } from './batches-source.ts'

/** Runs a plan and gives its batches, which stay readable. */
export type BatchesOf = (node: Node) => Promise<readonly RecordBatch[]>

/** Frames of one session, by their plan's node: a frame built upon a cached one reads the kept rows too. */
export class FrameCache {
  /** undefined until the first action has computed the rows. */
  readonly #kept = new Map<Node, Promise<Node> | undefined>()
  readonly #relations: Relations

  constructor(relations: Relations) {
    this.#relations = relations
  }

  has(node: Node): boolean {
    return this.#kept.has(node)
  }

  /** From the next action on. */
  add(node: Node): void {
    if (!this.#kept.has(node)) this.#kept.set(node, undefined)
  }

  /** Whether it was there. */
  remove(node: Node): boolean {
    return this.#kept.delete(node)
  }

  clear(): void {
    this.#kept.clear()
  }

  /** The plan with kept rows in the place of what was cached, computed now where they are not there yet. */
  async replaced(root: Node, planner: Planner, run: BatchesOf): Promise<Node> {
    if (this.#kept.size === 0) return root
    if (!this.#kept.has(root)) return this.#withInputs(root, planner, run)
    const known = this.#kept.get(root)
    if (known) return known
    const computed = this.#compute(root, planner, run)
    this.#kept.set(root, computed)
    // What could not be computed is tried again by the next action.
    computed.catch(() => this.#kept.get(root) === computed && this.#kept.set(root, undefined))
    return computed
  }

  async #compute(root: Node, planner: Planner, run: BatchesOf): Promise<Node> {
    const batches = await run(await this.#withInputs(root, planner, run))
    return batchesNode(schemaOf(root, planner), () => batches, this.#relations)
  }

  async #withInputs(node: Node, planner: Planner, run: BatchesOf): Promise<Node> {
    const inputs: Node[] = []
    for (const input of node.inputs) inputs.push(await this.replaced(input, planner, run))
    return inputs.every((input, at) => input === node.inputs[at]) ? node : makeNode(node.op, node.options, inputs)
  }
}
