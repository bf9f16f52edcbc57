import type { z } from 'zod'

/** `GET /orders/{id}` */
export type Route = `${'GET' | 'POST'} /${string}`

/** What a client may send beside the body; its schema is the one that checks it. */
export type Parameter = {
  readonly name: string
  readonly in: 'header' | 'path' | 'query'
  readonly required?: boolean
  readonly description: string
  readonly schema: z.ZodType
}

/** An answer that is no refusal: JSON unless it says otherwise, empty without a schema. */
export type Answer = {
  readonly description: string
  readonly schema?: z.ZodType
  readonly mediaType?: string
  /** Names of header fields, each with what it says. */
  readonly headers?: Readonly<Record<string, string>>
}

/** One route in the words of an OpenAPI document. */
export type Operation = {
  readonly id: string
  readonly summary: string
  readonly description: string
  readonly parameters?: readonly Parameter[]
  readonly body?: z.ZodType
  readonly answers: Readonly<Record<number, Answer>>
  /** Statuses of problems, each with what it means here. */
  readonly refusals: Readonly<Record<number, string>>
}
