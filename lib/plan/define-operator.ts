/**
 * Turns a definition into the callable that users see. What it gives is at once an RxJS operator over messages
 * (`readings$.pipe(filter(…))`) and the operator of a plan's node (`df.apply(everyNth(3))`).
 *
 * In plain RxJS a stage is unpooled (batches may be kept, delayed, replayed), watermarks travel in the stream, and state
 * lives as long as the subscription.
 */
import type { Message } from '../stream/message.ts'
import type { Observable } from '../stream/rx.ts'
import type { Stage as MessageStage } from '../stream/stage.ts'
import { operatorNode } from './node.ts'
import type { Node } from './nodes.ts'
import type { Composite, Definition, Physical } from './operator.ts'
import type { AnyDefinition } from './operator-registry.ts'
import { plainJoinStage, plainStage } from './plain-stage.ts'

/** An operator with its options. */
export interface OperatorCall {
  readonly op: string
  readonly options: unknown
}

/** An operator with its options: an RxJS operator that also knows what it is. */
export type Stage = MessageStage & OperatorCall

/** An operator of no or one input, made by `defineOperator`. */
export interface Operator<O, A extends readonly unknown[]> {
  (...args: A): Stage
  readonly definition: AnyDefinition
  readonly optionsOf: (...args: A) => O
  /** The operator on top of a plan. */
  node(input: Node, ...args: A): Node
}

/** An operator of two inputs, made by `defineJoin`: `left$.pipe(union(right$))`. */
export interface Join<O, A extends readonly unknown[]> {
  (right: Observable<Message>, ...args: A): Stage
  readonly definition: AnyDefinition
  readonly optionsOf: (...args: A) => O
  /** The operator without its inputs, for frames: `left.apply(nearest.of(…), right)`. */
  of(...args: A): OperatorCall
  /** The operator on top of two plans. */
  node(left: Node, right: Node, ...args: A): Node
}

/**
 * Makes an operator of one input.
 *
 * @param definition what it is; its options are plain data
 * @param optionsOf the options of a call
 */
export function defineOperator<O, const A extends readonly unknown[]>(
  definition: Definition<O>,
  optionsOf: (...args: A) => O,
): Operator<O, A> {
  const call = (...args: A): Stage => {
    const options = optionsOf(...args)
    return Object.assign(plainStage(definition, options), { op: definition.name, options })
  }
  return Object.assign(call, {
    definition: definition as AnyDefinition,
    optionsOf,
    node: (input: Node, ...args: A) => nodeOf(definition, optionsOf(...args), [input]),
  })
}

/** Makes an operator of two inputs; see `defineOperator`. */
export function defineJoin<O, const A extends readonly unknown[]>(
  definition: Physical<O> | Composite<O>,
  optionsOf: (...args: A) => O,
): Join<O, A> {
  const call = (right: Observable<Message>, ...args: A): Stage => {
    const options = optionsOf(...args)
    return Object.assign(plainJoinStage(right, definition, options), { op: definition.name, options })
  }
  return Object.assign(call, {
    definition: definition as AnyDefinition,
    optionsOf,
    of: (...args: A) => ({ op: definition.name, options: optionsOf(...args) }),
    node: (left: Node, right: Node, ...args: A) => nodeOf(definition, optionsOf(...args), [left, right]),
  })
}

function nodeOf<O>(definition: Definition<O>, options: O, inputs: readonly Node[]): Node {
  return operatorNode(definition.name, options, inputs)
}
