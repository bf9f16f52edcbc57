import type { Producer } from '@tailspan/kafka'
import type { TaskRegistry } from '@tailspan/lifecycle'
import type { Log } from '@tailspan/telemetry'
import type { OrderPublisher } from '../domain/order-publisher.ts'
import { publishBackground } from './publish-background.ts'
import { publishDetached } from './publish-detached.ts'
import { publishRequest } from './publish-request.ts'

export type PublishNeeds = {
  readonly producer: Producer
  readonly tasks: TaskRegistry
  readonly log: Log
}

/** The strategies of `PUBLISH`: same port, same signature, one right. */
export const strategies = {
  detached: publishDetached,
  background: publishBackground,
  request: publishRequest,
} as const satisfies Record<string, (needs: PublishNeeds) => OrderPublisher>

export type Strategy = keyof typeof strategies
