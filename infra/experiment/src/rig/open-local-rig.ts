import { openShopAt, type Shop } from '../shop/shop.ts'
import type { PartName, Rig, Seat, Service, Topology } from './rig.ts'

const services: readonly Service[] = ['order', 'inventory', 'notification']
const hittable: readonly PartName[] = [
  ...services,
  'kafka',
  'kafka-2',
  'kafka-3',
  'postgres',
  'mail',
]

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
  const { system, links, orderUrl, databaseUrl } = shop
  let seated: Seat = { order: {} }
  return {
    orderUrl,
    where: { databaseUrl, brokers: system.kafkaBrokers, mailUrl: system.mailUrl },
    wire: links.kafka,
    mailWire: shop.mailWire,
    orderNetwork: {
      vanish: () => [links.kafka, links.postgres].forEach((link) => void link.vanish()),
      reappear: () => [links.kafka, links.postgres].forEach((link) => void link.reappear()),
    },
    async seat(seat) {
      if (JSON.stringify(seat) === JSON.stringify(seated)) return
      await change(shop, seated, seat)
      seated = seat
    },
    kill: (part) => system.halt(part, 'kill'),
    stop: (part) => system.halt(part, 'stop'),
    start: async (part) => void (await system.resume(part)),
    freeze: (part) => signalPart(shop, part, 'SIGSTOP'),
    thaw: (part) => signalPart(shop, part, 'SIGCONT'),
    async addInstance(service) {
      return system.addInstance(service, shop.envOf(service), seated.programs?.[service])
    },
    async [Symbol.asyncDispose]() {
      for (const part of hittable) if (system.part(part)) signalPart(shop, part, 'SIGCONT')
      await shop[Symbol.asyncDispose]()
    },
  }
}

/** Order always changes, its listeners only when somebody else's code is to run. */
async function change({ system, orderEnv, envOf }: Shop, from: Seat, to: Seat): Promise<void> {
  const changing = from.programs === to.programs ? (['order'] as const) : services
  await Promise.all(
    changing.map((service) =>
      system.replace(
        service,
        service === 'order' ? orderEnv(to.order) : envOf(service),
        to.programs?.[service],
      ),
    ),
  )
}

function signalPart({ system }: Shop, name: PartName, signal: 'SIGSTOP' | 'SIGCONT'): void {
  const pid = system.part(name)?.process.pid
  if (pid === undefined) throw new Error(`${name} does not run`)
  process.kill(pid, signal)
}
