import type { Trips } from '@tailspan/postgres'
import type { OrderPublisher } from '../domain/order-publisher.ts'
import { publishBackground } from './publish-background.ts'
import { publishDetached } from './publish-detached.ts'
import { publishDurable } from './publish-durable.ts'
import type { PublishNeeds } from './publish-needs.ts'
import { publishRequest } from './publish-request.ts'

/** The strategies of `PUBLISH`: same port, same signature, two right. */
export const strategies = {
  durable: publishDurable,
  detached: publishDetached,
  background: publishBackground,
  request: publishRequest,
} as const satisfies Record<string, (needs: PublishNeeds) => OrderPublisher<Trips>>

export type Strategy = keyof typeof strategies
