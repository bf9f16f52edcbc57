import type { PartName, Rig, Settings } from '@tailspan/experiment'
import { type Fleet, openFleet } from './fleet/open-fleet.ts'

/** Opens the system in containers for the lab: the same faults, another way to bring them about. */
export async function openContainerRig(logs: string): Promise<Rig> {
  return toContainerRig(await openFleet({ logs, all: { OTEL_TRACES_EXPORTER: 'none' } }))
}

/** What the lab may do to a fleet. */
export function toContainerRig(fleet: Fleet): Rig {
  const { orderUrl, databaseUrl, kafkaBrokers, mailUrl, links, part } = fleet
  let deployed: Settings = {}
  return {
    orderUrl,
    where: { databaseUrl, brokers: kafkaBrokers, mailUrl },
    wire: links.kafka,
    async deploy({ programs, order, all }) {
      if (programs) throw new Error('other programs have no image: the local lab tries them')
      if (all) throw new Error('settings of all services are those of the fleet: give them there')
      if (JSON.stringify(order) === JSON.stringify(deployed)) return
      await fleet.reopen(order)
      deployed = order
    },
    kill: (name: PartName) => part(name).kill(),
    stop: async (name) => void (await part(name).stop()),
    start: (name) => part(name).start(),
    freeze: (name) => part(name).pause(),
    thaw: (name) => part(name).unpause(),
    addInstance: (service) => fleet.addInstance(service),
    [Symbol.asyncDispose]: () => fleet[Symbol.asyncDispose](),
  }
}
