/** What is read from Prometheus. */
export type Prometheus = {
  /** The alerts that fire now, as `name job`. */
  firing(): Promise<readonly string[]>
  /** Those that fired at any time since then. */
  firedSince(date: Date): Promise<readonly string[]>
  /** The values of the series of a query. */
  values(query: string): Promise<readonly number[]>
}

type Labels = Readonly<Record<'alertname' | 'job', string>>
type Result = {
  readonly metric: Labels
  readonly value: readonly [atSeconds: number, text: string]
}

/** Asks a Prometheus by its HTTP API. */
export function askPrometheus(url: string): Prometheus {
  return {
    async firing() {
      const { alerts } = await read<{ alerts: readonly { state: string; labels: Labels }[] }>(
        `${url}/api/v1/alerts`,
      )
      return alerts
        .filter(({ state }) => state === 'firing')
        .map(({ labels }) => named(labels))
        .toSorted()
    },
    async firedSince(date) {
      const seconds = Math.ceil((Date.now() - date.getTime()) / 1_000)
      const fired = await query(`last_over_time(ALERTS{alertstate="firing"}[${seconds}s])`)
      return [...new Set(fired.map(({ metric }) => named(metric)))].toSorted()
    },
    async values(text) {
      return (await query(text)).map(({ value }) => Number(value[1]))
    },
  }

  async function query(text: string): Promise<readonly Result[]> {
    const asked = `${url}/api/v1/query?query=${encodeURIComponent(text)}`
    return (await read<{ result: readonly Result[] }>(asked)).result
  }
}

async function read<T>(url: string): Promise<T> {
  const answer = await fetch(url)
  if (!answer.ok) throw new Error(`Prometheus answered ${answer.status}: ${await answer.text()}`)
  return ((await answer.json()) as { data: T }).data
}

function named({ alertname, job }: Labels): string {
  return `${alertname} ${job}`
}
