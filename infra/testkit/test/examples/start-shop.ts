import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** Starts the shop in a process of its own, so that it can be killed. */
export async function startShop(broker: string, topic: string) {
  const program = fileURLToPath(new URL('hasty-shop.ts', import.meta.url))
  const shop = spawn(process.execPath, [program, broker, topic], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const answers = createInterface(shop.stdout)[Symbol.asyncIterator]()
  await answers.next()
  return {
    async place(order: string): Promise<void> {
      shop.stdin.write(`${order}\n`)
      await answers.next()
    },
    async kill(): Promise<void> {
      const ended = once(shop, 'exit')
      shop.kill('SIGKILL')
      await ended
    },
  }
}
