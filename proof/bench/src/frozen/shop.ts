import type { ClientName } from '@tailspan/kafka'
import { chooseFreePorts, startSystem } from '@tailspan/local'
import { eventually } from '@tailspan/testkit'
import { toClientEnv } from '../measure/chosen-client.ts'
import { connect } from '../measure/connect.ts'
import { openFolder } from '../measure/servers.ts'

type Settings = Readonly<Record<string, string>>

/** The real services with all that answers an order; `await using` ends them. */
export type Shop = AsyncDisposable & {
  readonly orderUrl: string
  /** Starts the order service anew with these settings. */
  reopen(order: Settings): Promise<void>
  /** Stops the broker in the middle of whatever it does; its connections stay. */
  freeze(): void
  thaw(): void
  /** Waits until every order is confirmed or rejected, so that nothing of one round reaches into the next. */
  untilSettled(): Promise<void>
}

const unsettled = `select count(*)::int as n from "order".orders where status = 'placed'`
const patient = { timeoutMs: 120_000, intervalMs: 200 }

/** Starts the system without notification: the mail catcher keeps every mail in memory. */
export async function openShop(client: ClientName): Promise<Shop> {
  await using undo = new AsyncDisposableStack()
  const { path: state, calledOff: signal } = undo.use(await openFolder())
  const ports = await chooseFreePorts()
  const services = ['order', 'inventory', 'pricing'] as const
  const everyService = toClientEnv(client)
  const system = undo.use(await startSystem({ state, ports, everyService, services, signal }))
  const database = undo.use(await connect(system.databaseUrl))
  const signalBroker = (signal: NodeJS.Signals) => {
    const pid = system.part('kafka')?.process.pid
    if (pid !== undefined) process.kill(pid, signal)
  }
  const opened = undo.move()
  return {
    orderUrl: `http://127.0.0.1:${ports.order}`,
    reopen: async (order) => void (await system.replace('order', order)),
    freeze: () => signalBroker('SIGSTOP'),
    thaw: () => signalBroker('SIGCONT'),
    async untilSettled() {
      await eventually(async () => (await database.query(unsettled)).rows[0]?.n === 0, patient)
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  }
}
