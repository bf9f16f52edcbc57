import type { Wire } from '@tailspan/experiment'

/** A link that a test can hold, cut and slow down. */
export type Link = Wire & {
  /** Cuts it: connections are reset, new ones refused. */
  cut(): Promise<void>
  mend(): Promise<void>
  /** Every byte takes longer, in both directions. */
  slowDown(latencyMs: number): Promise<void>
}

/** Where toxiproxy listens, for whom, and what is behind it. */
export type LinkSpec = { readonly name: string; readonly port: number; readonly upstream: string }

// Longer than any test: bytes that are delayed so long are held. They are dropped with their connection,
// and let go in order when the toxic is taken away.
const heldMs = 3_600_000

/** Makes a link in a toxiproxy. */
export async function openLink(api: string, { name, port, upstream }: LinkSpec): Promise<Link> {
  const call = async (method: string, path: string, body?: object) => {
    const answer = await fetch(`${api}/proxies${path}`, {
      method,
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    if (!answer.ok && answer.status !== 404)
      throw new Error(`toxiproxy answered ${answer.status}: ${await answer.text()}`)
  }
  const own = `/${name}`
  const delay = (stream: string, latency: number) =>
    call('POST', `${own}/toxics`, {
      name: stream,
      type: 'latency',
      stream,
      attributes: { latency },
    })
  const undelay = (stream: string) => call('DELETE', `${own}/toxics/${stream}`)
  const enable = (enabled: boolean) => call('POST', own, { enabled })
  const release = async () => {
    await undelay('downstream')
    await undelay('upstream')
  }
  await call('POST', '', { name, listen: `0.0.0.0:${port}`, upstream, enabled: true })
  return {
    async hold(direction) {
      await delay('downstream', heldMs)
      if (direction !== 'to-client') await delay('upstream', heldMs)
    },
    release,
    async sever() {
      await enable(false)
      await enable(true)
    },
    cut: () => enable(false),
    async mend() {
      await release()
      await enable(true)
    },
    async slowDown(latencyMs) {
      await delay('downstream', latencyMs)
      await delay('upstream', latencyMs)
    },
  }
}
