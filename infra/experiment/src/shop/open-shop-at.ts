import { chooseDoor, chooseFreePorts, startSystem } from '@tailspan/local'
import type { ServiceName } from '@tailspan/manifest'
import { startSmtpFilter } from '@tailspan/testkit'
import { openLinks } from './links.ts'
import { type Settings, type Shop, throughLinks, toShop } from './shop.ts'

/** Settings on top of the usual ones: of all services, of order alone. */
export type ShopOptions = {
  readonly all?: Settings
  readonly order?: Settings
  /** All unless given. */
  readonly services?: readonly ServiceName[]
  /** Of three brokers none has a link in front of it: order goes to them directly. */
  readonly brokers?: 1 | 3
  /** Calls the opening off. */
  readonly signal?: AbortSignal
}

// A test waits for the batch of spans, so the batch does not wait.
const quick = { OTEL_BSP_SCHEDULE_DELAY: '50' }

/** Opens a shop whose state lies in this folder; it stays there when the shop closes. */
export async function openShopAt(
  state: string,
  { all = {}, order = {}, ...chosen }: ShopOptions = {},
): Promise<Shop> {
  await using undo = new AsyncDisposableStack()
  const ports = await chooseFreePorts()
  const door = await chooseDoor()
  const links = await openLinks(ports, door, undo)
  const mailWire = undo.use(await startSmtpFilter({ port: ports.smtp }))
  const isDirect = chosen.brokers === 3
  const toKafka: Settings = isDirect ? {} : { KAFKA_BROKERS: links.kafka.address }
  const system = undo.use(
    await startSystem({
      state,
      ports,
      everyService: { ...quick, ...all },
      ...chosen,
      extraListeners: isDirect ? [] : [door],
      serviceEnv: {
        order: { ...throughLinks(links), ...toKafka, ...order },
        notification: { SMTP_URL: mailWire.url },
      },
    }),
  )
  const opened = undo.move()
  return {
    ...toShop({ system, links, mailWire }),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  }
}
