import type { z } from 'zod'
import { jobAccepted } from './jobs.ts'

/** Every event there is, by `ce_type`. */
export const events = { 'job.accepted': jobAccepted } as const

/** The `ce_type` of an event. */
export type EventType = keyof typeof events

/** The data of the event of a type. */
export type EventData<T extends EventType> = z.infer<(typeof events)[T]>

/** The data of some events by their type, for a table of handlers. */
export type EventsOf<T extends EventType> = { readonly [Type in T]: EventData<Type> }
