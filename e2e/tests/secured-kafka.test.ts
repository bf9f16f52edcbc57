import { placeOrder, settledOrder } from '@tailspan/experiment'
import { openShop } from '@tailspan/experiment/vitest'
import { startSecuredKafka } from '@tailspan/testkit'
import { expect, test } from 'vitest'

test('an order goes its whole way over brokers that demand TLS and a password', async () => {
  await using shop = await openShop()
  await using kafka = await startSecuredKafka()
  const secured = {
    KAFKA_BROKERS: kafka.brokers,
    KAFKA_TLS: kafka.caFile,
    KAFKA_SASL: `scram-sha-512:${kafka.username}:${kafka.password}`,
  }
  for (const name of ['inventory', 'notification', 'order'] as const)
    await shop.system.replace(name, secured)

  const order = await placeOrder(shop)

  expect(await settledOrder(shop, order.id)).toMatchObject({ status: 'confirmed' })
})
