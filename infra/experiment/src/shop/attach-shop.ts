import type { System } from '@tailspan/local'
import { startSmtpFilter } from '@tailspan/testkit'
import { openLinks } from './links.ts'
import { type Shop, toShop } from './shop.ts'

/**
 * Makes a shop of a system that runs already: its services use the links once they are opened anew, until then
 * nothing changes for them. Disposing of it closes the links; the system stays.
 */
export async function attachShop(system: System): Promise<Shop> {
  await using undo = new AsyncDisposableStack()
  const { door } = system
  if (!door) throw new Error('this system was started without a link to its broker')
  const links = await openLinks(system.ports, door, undo)
  const mailWire = undo.use(await startSmtpFilter({ port: system.ports.smtp }))
  const opened = undo.move()
  return {
    ...toShop({ system, links, mailWire }),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  }
}
