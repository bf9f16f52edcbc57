import { z } from 'zod'

/** The name of a thing that can be ordered; small letters, digits and dashes. */
export const sku = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'small letters, digits, dashes')

/** How many pieces of one sku. */
export const orderLine = z.strictObject({
  sku,
  quantity: z.int().min(1).max(1_000),
})

/** The lines of one order: at least one, at most fifty, each sku once. */
export const orderLines = z
  .array(orderLine)
  .min(1)
  .max(50)
  .refine((lines) => new Set(lines.map((line) => line.sku)).size === lines.length, {
    message: 'each sku at most once',
  })
  // JSON Schema has no word for it.
  .meta({ description: 'Each sku at most once.' })

export type OrderLine = z.infer<typeof orderLine>
