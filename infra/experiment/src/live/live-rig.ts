import { isDeepStrictEqual } from 'node:util'
import type { Strategy } from '../contenders.ts'
import { takeOrders } from '../faults/refuse-orders.ts'
import type { Deployment, PartName, Rig, Service } from '../rig/rig.ts'
import { toRig } from '../rig/to-rig.ts'
import type { Settings, Shop } from '../shop/shop.ts'

const listeners: readonly Service[] = ['inventory', 'notification']
const parts: readonly PartName[] = ['kafka', 'postgres', 'mail', 'order', ...listeners, 'pricing']

// A person who looks at a trace waits for its spans; clients of an experiment speak HTTP/1.1.
const watched = { OTEL_BSP_SCHEDULE_DELAY: '100', HTTP_PROTOCOL: 'http1' }

/** The rig of a system that others use: what was changed on it is remembered, so that it can be undone. */
export function openLiveRig(shop: Shop, strategy: () => Strategy) {
  const { system } = shop
  const base = toRig(shop)
  const changed = new Set<Service>()
  let deployed: Deployment | undefined
  const relieveOrder = async (own: Settings = { PUBLISH: strategy() }) => {
    changed.add('order')
    await system.relieve('order', shop.orderEnv({ ...watched, ...own }))
  }
  const replace = async (service: Service, own: Settings = {}) => {
    changed.add(service)
    await system.replace(service, { ...shop.envOf(service), ...watchedBy(service), ...own })
  }
  const rig: Rig = {
    ...base,
    where: { ...base.where, isShared: true },
    async deploy(deployment) {
      if (isDeepStrictEqual(deployment, deployed)) return
      const all = isDeepStrictEqual(deployment.all, deployed?.all) ? [] : listeners
      deployed = deployment
      await Promise.all([
        relieveOrder({ ...deployment.all, ...deployment.order }),
        ...all.map((service) => replace(service, deployment.all)),
      ])
    },
  }
  return {
    rig,
    relieveOrder,
    linkOrder: async () => (changed.has('order') ? undefined : relieveOrder()),
    linkMail: async () => (changed.has('notification') ? undefined : replace('notification')),
    /** Everything runs again as it was started. */
    async restore(): Promise<void> {
      await rig.wire.release()
      rig.mailWire?.accept()
      for (const part of parts) if (system.part(part)) await rig.thaw(part)
      const isAway = (part: PartName) => !system.part(part) && !changed.has(part as Service)
      for (const part of parts.filter(isAway)) await rig.start(part)
      await takeOrders(rig.where)
      deployed = undefined
      await Promise.all([...changed].map((service) => system.relieve(service, {})))
      changed.clear()
    },
  }
}

function watchedBy(service: Service): Settings {
  const { OTEL_BSP_SCHEDULE_DELAY } = watched
  return service === 'order' ? watched : { OTEL_BSP_SCHEDULE_DELAY }
}
