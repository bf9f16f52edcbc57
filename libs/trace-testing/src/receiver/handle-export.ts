import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { decodeJson } from '../otlp/decode-json.ts'
import { decodeProtobuf } from '../otlp/decode-protobuf.ts'
import { MalformedPayload } from '../otlp/malformed-payload.ts'
import type { SpanStore } from '../span-store.ts'
import {
  contentTypes,
  type Encoding,
  encodeFault,
  encodeSuccess,
  type PartialSuccess,
} from './encode-answer.ts'
import { readBody } from './read-body.ts'
import { Refusal } from './refusal.ts'

export type ReceiverCounts = { traces: number; metrics: number; logs: number; refused: number }

/** What an exporter sends. */
export type Signal = 'traces' | 'metrics' | 'logs'

/** Asked before a request is taken; a status that it returns is the answer. */
export type Fault = (signal: Signal) => Promise<number | undefined> | number | undefined

type Needs = {
  readonly store: SpanStore
  readonly counts: ReceiverCounts
  readonly maxBodyBytes: number
  readonly fault: Fault
}

/** The HTTP side of the receiver: whatever comes in, an answer goes out and the process lives. */
export function createHandler(needs: Needs): RequestListener {
  return function handleExport(request, response) {
    void answer(request, response, needs)
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  needs: Needs,
): Promise<void> {
  const encoding = encodingOf(request)
  try {
    const signal = signalOf(request)
    if (!encoding)
      throw new Refusal('send application/json or application/x-protobuf', { status: 415 })
    const body = await readBody(request, needs.maxBodyBytes)
    const status = await needs.fault(signal)
    if (status !== undefined) throw new Refusal('this collector was told to refuse', { status })
    const partial = signal === 'traces' ? keep(body, encoding, needs.store) : undefined
    needs.counts[signal] += 1
    send(response, { status: 200, encoding, body: encodeSuccess(encoding, partial) })
  } catch (error) {
    needs.counts.refused += 1
    refuse(response, error, encoding ?? 'json')
  }
}

function signalOf({ method, url = '' }: IncomingMessage): Signal {
  const [, signal] = /^\/v1\/(traces|metrics|logs)(?:\?|$)/.exec(url) ?? []
  if (!signal) throw new Refusal('there are /v1/traces, /v1/metrics and /v1/logs', { status: 404 })
  if (method !== 'POST') throw new Refusal('only POST', { status: 405 })
  return signal as Signal
}

function encodingOf({ headers }: IncomingMessage): Encoding | undefined {
  const [type] = (headers['content-type'] ?? '').toLowerCase().split(';')
  if (type?.trim() === contentTypes.json) return 'json'
  return type?.trim() === contentTypes.protobuf ? 'protobuf' : undefined
}

function keep(body: Uint8Array, encoding: Encoding, store: SpanStore): PartialSuccess | undefined {
  const decoded = encoding === 'json' ? decodeJson(body) : decodeProtobuf(body)
  store.add(decoded.spans)
  if (decoded.firstFault === undefined) return undefined
  return { rejectedCount: decoded.rejectedCount, message: decoded.firstFault }
}

function refuse(response: ServerResponse, error: unknown, encoding: Encoding): void {
  const status = statusOf(error)
  const message = status === 500 ? 'the receiver failed' : (error as Error).message
  if (status === 405) response.setHeader('allow', 'POST')
  if (status === 413) response.setHeader('connection', 'close')
  send(response, { status, encoding, body: encodeFault(encoding, message) })
}

function statusOf(error: unknown): number {
  if (error instanceof Refusal) return error.status
  return error instanceof MalformedPayload ? 400 : 500
}

type Answer = { readonly status: number; readonly encoding: Encoding; readonly body: Buffer }

function send(response: ServerResponse, { status, encoding, body }: Answer): void {
  const type = contentTypes[encoding]
  response.writeHead(status, { 'content-type': type, 'content-length': body.length }).end(body)
}
