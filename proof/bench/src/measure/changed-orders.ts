import type { CloudEvent, Producer } from '@tailspan/kafka'
import { rootScope, type Scope } from '@tailspan/scope'

const type = 'order.changed'

/** The handlers of a consumer that takes nothing else, and believes what it reads. */
export function onOrderChanged(handle: (event: CloudEvent, scope: Scope) => Promise<void>) {
  return { [type]: { schema: { parse: (data: unknown) => data }, handle } }
}

/** Says that an order has changed, now; resolves when the broker has it. */
export async function sendOrderChanged(
  producer: Producer,
  topic: string,
  { id, subject }: { readonly id: string; readonly subject: string },
): Promise<void> {
  const time = new Date().toISOString()
  const event = { id, type, source: '/order', time, subject, data: {} }
  await producer.send(producer.create(topic, event, rootScope), { scope: rootScope })
}
