import { openShopAt } from '../shop/open-shop-at.ts'
import type { Rig, Topology } from './rig.ts'
import { toRig } from './to-rig.ts'

const silent = { OTEL_TRACES_EXPORTER: 'none', OTEL_METRICS_EXPORTER: 'none' }

/** Opens the real system of `npm start`, with ports of its own and its state in this folder. */
export async function openLocalRig(
  state: string,
  signal?: AbortSignal,
  topology: Topology = 'one-broker',
): Promise<Rig> {
  const shop = await openShopAt(state, {
    all: { ...silent, MAIL_RETRY_FOR: '5s' },
    brokers: topology === 'three-brokers' ? 3 : 1,
    ...(signal ? { signal } : {}),
  })
  return toRig(shop)
}
