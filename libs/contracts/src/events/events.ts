import type { z } from 'zod'
import { orderEvents } from './orders.ts'
import { stockEvents } from './stock.ts'

// Wire: CloudEvents 1.0, Kafka binary mode. Key = order id; the value is the JSON that the files of the topics draw.
// Readers drop fields that they do not know, at every depth.

/** Every event there is, by `ce_type`. */
export const events = {
  ...orderEvents,
  ...stockEvents,
} as const

/** The `ce_type` of an event. */
export type EventType = keyof typeof events

/** The data of the event of a type. */
export type EventData<T extends EventType> = z.infer<(typeof events)[T]>

/** The data of some events by their type, for a table of handlers. */
export type EventsOf<T extends EventType> = { readonly [Type in T]: EventData<Type> }
