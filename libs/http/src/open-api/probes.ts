import { z } from 'zod'
import type { Operation, Route } from './operation.ts'

const readiness = z.object({
  ready: z.boolean(),
  reason: z.string().optional(),
  failed: z.array(z.string()).optional(),
})

/** What health.ts answers on every server. */
export const probes: Readonly<Record<Route, Operation>> = {
  'GET /healthz': {
    id: 'getLiveness',
    summary: 'Says that the process answers.',
    description: 'Stays 200 while the process stops, or it would be killed in its drain.',
    answers: {
      200: { description: 'It answers.', schema: z.object({ status: z.literal('ok') }) },
    },
    refusals: { 405: 'Only GET and HEAD are taken.' },
  },
  'GET /readyz': {
    id: 'getReadiness',
    summary: 'Says whether new requests may come here.',
    description: 'Asks each dependency once for all callers; an answer is kept for a second.',
    answers: {
      200: { description: 'They may.', schema: readiness },
      503: { description: 'They may not; `failed` names the dependencies.', schema: readiness },
    },
    refusals: { 405: 'Only GET and HEAD are taken.' },
  },
}
