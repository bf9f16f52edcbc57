import type { Log } from '@tailspan/telemetry'

type Needs = { readonly renew: (leaseIds: readonly string[]) => Promise<void>; readonly log: Log }

/** The leases of the deferred mails in hand, renewed while this process lives. */
export class MailLeases {
  readonly #ids = new Set<string>()
  readonly #needs: Needs
  #timer: NodeJS.Timeout | undefined

  constructor(needs: Needs) {
    this.#needs = needs
  }

  keepRenewing(leaseMs: number): void {
    this.#timer = setInterval(() => void this.#renewAll(), leaseMs / 3)
  }

  stopRenewing(): void {
    clearInterval(this.#timer)
  }

  async during(leaseId: string, work: () => Promise<void>): Promise<void> {
    this.#ids.add(leaseId)
    await work().finally(() => this.#ids.delete(leaseId))
  }

  async #renewAll(): Promise<void> {
    if (this.#ids.size === 0) return
    const { renew, log } = this.#needs
    await renew([...this.#ids]).catch((err) => log.warn('mail.lease-not-renewed', { err }))
  }
}
