import { TailspanError } from '@tailspan/errors'
import { createRarely, type Log, type Rarely } from '@tailspan/telemetry'
import type { ClientFault } from '../client/port/kafka-client.ts'
import { errorName } from './kafka-errors.ts'

/** An operation on a resource, as ACLs name them: `WRITE`, `topic orders`. */
export type Right = { readonly operation: string; readonly resource: string }

/** A right that the principal lacks, with what the broker says. */
export type MissingRight = Right & { readonly reason: string }

/** Kafka answers, and does not let us do something: an operator must grant it. */
export class RightsMissing extends TailspanError {
  constructor(missing: readonly MissingRight[]) {
    super('rights-missing', 'unavailable', missing.map(textOf).join('; '))
  }
}

/** The rights that are known to be missing: logged when they are noticed, once a minute while they last. */
export class Rights {
  readonly #log: Log
  readonly #missing = new Map<string, { readonly right: MissingRight; readonly rarely: Rarely }>()

  constructor(log: Log) {
    this.#log = log
  }

  get missing(): readonly MissingRight[] {
    return [...this.#missing.values()].map(({ right }) => right)
  }

  report(right: MissingRight): void {
    const { operation, resource, reason } = right
    const known = this.#missing.get(keyOf(right))
    const rarely = known?.rarely ?? createRarely()
    this.#missing.set(keyOf(right), { right, rarely })
    rarely(() => this.#log.error('kafka.right-missing', { operation, resource, reason }))
  }

  /** The right is there: nothing happens unless it was missing. */
  confirm(right: Right): void {
    if (this.#missing.size === 0 || !this.#missing.delete(keyOf(right))) return
    this.#log.info('kafka.right-granted', right)
  }
}

/**
 * Notes a right that is missing according to what a client has thrown; nothing when that says something else.
 *
 * shape: `rightOf` is asked which right it is, by the kind of resource that the broker names
 */
export function noteMissing(
  rights: Rights,
  { code }: ClientFault,
  rightOf: (kind: 'topic' | 'group' | 'cluster') => Right,
): RightsMissing | undefined {
  const name = errorName(code) ?? ''
  const kind = /^(TOPIC|GROUP|CLUSTER)_AUTHORIZATION_FAILED$/.exec(name)?.[1]?.toLowerCase()
  if (!kind) return undefined
  const missing = { ...rightOf(kind as 'topic'), reason: `${name} (${code})` }
  rights.report(missing)
  return new RightsMissing([missing])
}

function keyOf({ operation, resource }: Right): string {
  return `${operation} on ${resource}`
}

function textOf(missing: MissingRight): string {
  return `no right to ${keyOf(missing)}: ${missing.reason}`
}
