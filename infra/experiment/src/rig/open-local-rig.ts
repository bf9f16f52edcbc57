import { openShopAt } from '../shop/open-shop-at.ts'
import type { Rig, Settings, Topology } from './rig.ts'
import { toRig } from './to-rig.ts'

const silent = { OTEL_TRACES_EXPORTER: 'none', OTEL_METRICS_EXPORTER: 'none' }

type How = {
  readonly topology?: Topology
  /** Of all services, on top of the usual ones. */
  readonly all?: Settings
  /** Calls the opening off. */
  readonly signal?: AbortSignal
}

/** Opens the real system of `npm start`, with ports of its own and its state in this folder. */
export async function openLocalRig(
  state: string,
  { topology = 'one-broker', all = {}, signal }: How = {},
): Promise<Rig> {
  const shop = await openShopAt(state, {
    all: { ...silent, MAIL_RETRY_FOR: '5s', ...all },
    brokers: topology === 'three-brokers' ? 3 : 1,
    ...(signal ? { signal } : {}),
  })
  return toRig(shop)
}
