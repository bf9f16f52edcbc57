import { orderAccepted, orderId, orderView, placeOrderRequest } from '@tailspan/contracts'
import { describeApi, type Parameter } from '@tailspan/http'
import { z } from 'zod'
import { idempotencyKey } from './idempotency-key.ts'

const id: Parameter = {
  name: 'id',
  in: 'path',
  required: true,
  schema: orderId,
  description: 'As the answer to the order named it.',
}
const away = 'A part is away or full; try again after Retry-After seconds.'
const unknown = 'There is no such order.'

/** What `GET /openapi.json` answers, made of the schemas that check the requests. */
export const openApi = describeApi({
  title: 'Tailspan orders',
  description: 'Takes orders, answers before they are published, shows what became of them.',
  tag: 'orders',
  operations: {
    'POST /orders': {
      id: 'placeOrder',
      summary: 'Takes an order and answers before it is published.',
      description: 'The order is stored when the answer is given; the outcome comes by mail.',
      parameters: [
        {
          name: 'Idempotency-Key',
          in: 'header',
          schema: idempotencyKey,
          description:
            'Chosen by the client: a repeated request gets the first answer again, for 24 hours. ' +
            'A quoted string (RFC 9651) without parameters, or the same bare and without spaces.',
        },
      ],
      body: placeOrderRequest,
      answers: {
        202: {
          description: 'Accepted.',
          schema: orderAccepted,
          headers: { Location: 'Where the order is.', traceresponse: 'Its trace.' },
        },
      },
      refusals: {
        400: 'The body is not JSON, or not an order, or the Idempotency-Key is none.',
        409: 'A request with the same Idempotency-Key is still in progress.',
        413: 'The body is larger than allowed.',
        415: 'The body is not application/json in UTF-8, or is encoded.',
        422: 'The order names a sku that is not sold, or its Idempotency-Key belongs to another order.',
        503: away,
      },
    },
    'GET /orders/{id}': {
      id: 'getOrder',
      summary: 'Shows an order as it stands.',
      description: 'It names no customer.',
      parameters: [id],
      answers: { 200: { description: 'The order.', schema: orderView } },
      refusals: { 404: unknown, 503: away },
    },
    'GET /orders/{id}/events': {
      id: 'watchOrder',
      summary: 'Tells the steps of an order as they happen.',
      description: 'Server-sent events, until the order is settled or the stream is too old.',
      parameters: [
        id,
        {
          name: 'Last-Event-ID',
          in: 'header',
          schema: z.string(),
          description: 'The last event seen; without it the timeline is told from the start.',
        },
      ],
      answers: {
        200: {
          description: 'Its timeline.',
          schema: z.string(),
          mediaType: 'text/event-stream',
        },
        204: { description: 'Nothing will follow what was seen: do not reconnect.' },
      },
      refusals: { 404: unknown, 503: away },
    },
  },
})
