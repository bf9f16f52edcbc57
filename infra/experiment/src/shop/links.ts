import type { ExtraListener, Ports } from '@tailspan/local'
import { startTcpProxy, type TcpProxy } from '@tailspan/testkit'

/** The links that a test can hold or cut; each lies between order and one other part. */
export type Links = {
  readonly kafka: TcpProxy
  readonly inventory: TcpProxy
  readonly pricing: TcpProxy
  /** In use from the first `reopen` on: where the database is, is known only when it runs. */
  readonly postgres: TcpProxy
}

/** Opens a link to each of these; the broker sends its clients back through the one that leads to it. */
export async function openLinks(
  ports: Ports,
  door: ExtraListener,
  undo: AsyncDisposableStack,
): Promise<Links> {
  const link = async (port: number, own = 0) =>
    undo.use(await startTcpProxy({ target: { port }, port: own }))
  return {
    kafka: await link(door.port, door.advertisedPort),
    inventory: await link(ports.inventory),
    pricing: await link(ports.pricing),
    postgres: await link(ports.postgres),
  }
}
