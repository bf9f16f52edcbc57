import type { Wire } from '@tailspan/experiment'

/** A link that a test can hold, cut and slow down. */
export type Link = Wire & {
  /** Closes all connections and refuses new ones. */
  cut(): Promise<void>
  /** Accepts connections again, and neither holds nor slows them down. */
  mend(): Promise<void>
  /** Every byte takes longer, in both directions. */
  slowDown(latencyMs: number): Promise<void>
}

/** Where toxiproxy listens, for whom, and what is behind it. */
export type LinkSpec = { readonly name: string; readonly port: number; readonly upstream: string }

// Longer than any test: bytes that are delayed so long are held. They are dropped with their connection,
// and let go in order when the toxic is taken away.
const heldMs = 3_600_000

// A link may be slowed down and held: each has toxics of its own.
type Kind = 'hold' | 'slow'

const streams = ['downstream', 'upstream'] as const

type Stream = (typeof streams)[number]

/** Makes a link in a toxiproxy. */
export async function openLink(api: string, { name, port, upstream }: LinkSpec): Promise<Link> {
  const send = (method: string, path: string, body?: object) =>
    fetch(`${api}/proxies${path}`, { method, ...(body ? { body: JSON.stringify(body) } : {}) })
  const call = async (method: string, path: string, body?: object) =>
    checkAnswer(await send(method, path, body))
  const own = `/${name}`
  const delay = (kind: Kind, stream: Stream, latency: number) =>
    call('POST', `${own}/toxics`, {
      name: `${kind}-${stream}`,
      type: 'latency',
      stream,
      attributes: { latency },
    })
  const undelay = async (kind: Kind, stream: Stream) => {
    const answer = await send('DELETE', `${own}/toxics/${kind}-${stream}`)
    // A stream that is not delayed has no such toxic.
    if (answer.status !== 404) await checkAnswer(answer)
  }
  const enable = (enabled: boolean) => call('POST', own, { enabled })
  const release = async () => {
    for (const stream of streams) await undelay('hold', stream)
  }
  await call('POST', '', { name, listen: `0.0.0.0:${port}`, upstream, enabled: true })
  return {
    async hold(direction) {
      await delay('hold', 'downstream', heldMs)
      if (direction !== 'to-client') await delay('hold', 'upstream', heldMs)
    },
    release,
    async sever() {
      await enable(false)
      await enable(true)
    },
    cut: () => enable(false),
    async mend() {
      await release()
      for (const stream of streams) await undelay('slow', stream)
      await enable(true)
    },
    async slowDown(latencyMs) {
      for (const stream of streams) await delay('slow', stream, latencyMs)
    },
  }
}

async function checkAnswer(answer: Response): Promise<void> {
  if (!answer.ok) throw new Error(`toxiproxy answered ${answer.status}: ${await answer.text()}`)
}
