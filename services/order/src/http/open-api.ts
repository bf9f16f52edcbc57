import { orderAccepted, orderView, placeOrderRequest } from '@tailspan/contracts'
import { z } from 'zod'

/** RFC 9457, as @tailspan/http writes it. */
const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
})

const problems = {
  '400': 'The body is not JSON, or not an order.',
  '404': 'There is no such order.',
  '409':
    'A request with the same Idempotency-Key is still at work; try again after Retry-After seconds.',
  '413': 'The body is larger than allowed.',
  '415': 'The body is not application/json.',
  '422': 'The order names a sku that is not sold, or its Idempotency-Key belongs to another order.',
  '503': 'A part is away or full; try again after Retry-After seconds.',
} as const

/** What `GET /openapi.json` answers, made of the schemas that check the requests. */
export const openApi = {
  openapi: '3.1.0',
  info: { title: 'Tailspan orders', version: '1.0.0', license: { name: 'Apache-2.0' } },
  paths: {
    '/orders': {
      post: {
        operationId: 'placeOrder',
        summary: 'Takes an order and answers before it is published.',
        parameters: [keyParameter()],
        requestBody: { required: true, content: json(placeOrderRequest, 'input') },
        responses: {
          '202': {
            description: 'Accepted; the outcome comes by mail.',
            headers: { Location: text('Where the order is'), traceresponse: text('Its trace') },
            content: json(orderAccepted),
          },
          ...refusals('400', '409', '413', '415', '422', '503'),
        },
      },
    },
    '/orders/{id}': {
      get: {
        operationId: 'getOrder',
        parameters: [idParameter()],
        responses: {
          '200': { description: 'The order as it stands.', content: json(orderView) },
          ...refusals('404', '503'),
        },
      },
    },
    '/orders/{id}/events': {
      get: {
        operationId: 'watchOrder',
        parameters: [idParameter()],
        responses: {
          '200': { description: 'Its timeline, until it is settled.', content: eventStream() },
          ...refusals('404', '503'),
        },
      },
    },
  },
}

function refusals(...statuses: (keyof typeof problems)[]) {
  const content = { 'application/problem+json': { schema: z.toJSONSchema(problem) } }
  return Object.fromEntries(
    statuses.map((status) => [status, { description: problems[status], content }]),
  )
}

function json(schema: z.ZodType, io: 'input' | 'output' = 'output') {
  return { 'application/json': { schema: z.toJSONSchema(schema, { io }) } }
}

function eventStream() {
  return { 'text/event-stream': { schema: { type: 'string' } } }
}

function text(description: string) {
  return { description, schema: { type: 'string' } }
}

function keyParameter() {
  const schema = { type: 'string', minLength: 1, maxLength: 255 }
  const description = 'Chosen by the client: a repeated request gets the first answer again.'
  return { name: 'Idempotency-Key', in: 'header', required: false, description, schema }
}

function idParameter() {
  const schema = { type: 'string', format: 'uuid' }
  return { name: 'id', in: 'path', required: true, schema }
}
