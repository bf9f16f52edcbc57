import { z } from 'zod'

/**
 * The body of `POST /jobs`.
 *
 * shape: { task }, nothing else
 */
export const jobRequest = z.strictObject({ task: z.string().min(1).max(200) })

/** See jobRequest. */
export type JobRequest = z.infer<typeof jobRequest>

/** The answer of `POST /jobs`: accepted, not yet done. */
export const jobReceipt = z.object({ id: z.uuid({ version: 'v7' }), status: z.literal('accepted') })

/** See jobReceipt. */
export type JobReceipt = z.infer<typeof jobReceipt>
