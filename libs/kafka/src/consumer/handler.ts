import type { Scope } from '@tailspan/scope'
import type { CloudEvent } from '../message/cloud-event.ts'
import type { IncomingRecord } from '../message/incoming-record.ts'

/** What checks an event's data; a zod schema is one. Unknown fields are its business: let it drop them. */
export interface Schema<T> {
  parse(data: unknown): T
}

/** What a service does with an event. */
export interface Handler<T> {
  readonly schema: Schema<T>
  /** The record is what a handler keeps that wants it redelivered later (`createRedelivery`). */
  handle(event: CloudEvent<T>, scope: Scope, record: IncomingRecord): Promise<unknown>
}

/** A handler for each `ce_type`, each with the data type of its own schema. */
export type Handlers<Data> = { readonly [Type in keyof Data]: Handler<Data[Type]> }

export type AnyHandlers = Readonly<Record<string, Handler<unknown>>>
