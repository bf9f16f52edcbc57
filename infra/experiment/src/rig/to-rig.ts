import { isDeepStrictEqual } from 'node:util'
import type { Shop } from '../shop/shop.ts'
import type { Deployment, PartName, Rig, Service } from './rig.ts'

const services: readonly Service[] = ['order', 'inventory', 'notification']
const brokers = ['kafka', 'kafka-2', 'kafka-3'] as const
const hittable: readonly PartName[] = [...services, ...brokers, 'postgres', 'mail']

/** What a fault may do to a shop. The rig disposes of the shop. */
export function toRig(shop: Shop): Rig {
  const { system, links, orderUrl, databaseUrl } = shop
  let deployed: Deployment = { order: {} }
  return {
    orderUrl,
    where: { databaseUrl, brokers: system.kafkaBrokers, mailUrl: system.mailUrl },
    wire: links.kafka,
    mailWire: shop.mailWire,
    orderNetwork: {
      vanish: () => [links.kafka, links.postgres].forEach((link) => void link.vanish()),
      reappear: () => [links.kafka, links.postgres].forEach((link) => void link.reappear()),
    },
    async deploy(deployment) {
      if (isDeepStrictEqual(deployment, deployed)) return
      await change(shop, deployed, deployment)
      deployed = deployment
    },
    kill: (part) => system.halt(part, 'kill'),
    stop: (part) => system.halt(part, 'stop'),
    start: async (part) => void (await system.resume(part)),
    freeze: (part) => signalPart(shop, part, 'SIGSTOP'),
    thaw: (part) => signalPart(shop, part, 'SIGCONT'),
    async addInstance(service) {
      return system.addInstance(service, shop.envOf(service), deployed.programs?.[service])
    },
    async [Symbol.asyncDispose]() {
      for (const part of hittable) if (system.part(part)) signalPart(shop, part, 'SIGCONT')
      await shop[Symbol.asyncDispose]()
    },
  }
}

/** Order always changes, its listeners only when somebody else's code or other settings are to run. */
async function change(
  { system, orderEnv, envOf }: Shop,
  from: Deployment,
  to: Deployment,
): Promise<void> {
  const isOrders = from.programs === to.programs && isDeepStrictEqual(from.all, to.all)
  const changing = isOrders ? (['order'] as const) : services
  const envFor = (service: Service) =>
    service === 'order' ? orderEnv({ ...to.all, ...to.order }) : { ...envOf(service), ...to.all }
  await Promise.all(
    changing.map((service) => system.replace(service, envFor(service), to.programs?.[service])),
  )
}

function signalPart({ system }: Shop, name: PartName, signal: 'SIGSTOP' | 'SIGCONT'): void {
  const pid = system.part(name)?.process.pid
  if (pid === undefined) throw new Error(`${name} does not run`)
  process.kill(pid, signal)
}
