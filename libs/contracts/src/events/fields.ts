import { z } from 'zod'

// What events are made of. A reader must take what a newer sender writes, or a rolling deploy dead-letters
// every order: so objects are open at every depth, and no bound of a request, which the sender has checked,
// is checked again. What stays is what a reader relies on. Nothing in this folder imports a request.

/** Any UUID: the order service makes version 7, and readers do not care. */
export const orderId = z.guid()

/** One address, no display name: anything that could end a mail header is refused. */
export const emailAddress = z.email().max(254)

/** The name of a thing that can be ordered; one that a reader does not know is short, not malformed. */
export const sku = z.string().min(1)

/** How many pieces of one sku. */
export const eventLine = z.object({ sku, quantity: z.int().positive() })

/** ISO 4217; the shop knows one, readers take any. */
export const currency = z.string().min(1)

/** ISO 8601 with `Z` or an offset. */
export const time = z.iso.datetime({ offset: true })
