import type { Log } from '@tailspan/telemetry'

/** A mail in hand; its lease is another one when it was claimed anew. */
type Leased = { readonly leaseId: string }
type Needs = { readonly renew: (leaseIds: readonly string[]) => Promise<void>; readonly log: Log }

/** The leases of the deferred mails in hand, renewed while this process lives. */
export class MailLeases {
  readonly #inHand = new Set<Leased>()
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

  async during(mail: Leased, work: () => Promise<void>): Promise<void> {
    this.#inHand.add(mail)
    await work().finally(() => this.#inHand.delete(mail))
  }

  async #renewAll(): Promise<void> {
    if (this.#inHand.size === 0) return
    const { renew, log } = this.#needs
    const ids = [...this.#inHand].map(({ leaseId }) => leaseId)
    await renew(ids).catch((err) => log.warn('mail.lease-not-renewed', { err }))
  }
}
