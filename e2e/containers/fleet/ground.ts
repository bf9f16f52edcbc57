import type { PartName } from '@tailspan/experiment'
import type { ServiceName } from '@tailspan/manifest'
import { GenericContainer } from 'testcontainers'
import { ownLabels, partLabel } from './labels.ts'

/** Where containers are started: a network of their own, a folder for their logs. */
export type Ground = { readonly network: string; readonly logs: string }

/** Everything that runs in a container. */
export type ContainerName = PartName | ServiceName | 'jaeger' | 'toxiproxy'

// Half of the usual minute is gone on a machine that has other things to do.
const patienceMs = 150_000

/** A container of this run, under this name on its network; what it leaves is swept by label, not by another container. */
export function inFleet(image: string, name: string, { network }: Ground): GenericContainer {
  return new GenericContainer(image)
    .withNetworkMode(network)
    .withNetworkAliases(name)
    .withLabels({ ...ownLabels, [partLabel]: name })
    .withAutoCleanup(false)
    .withStartupTimeout(patienceMs)
}
