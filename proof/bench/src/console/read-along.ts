/** Does what an open page of the list of orders does, until the signal is aborted; how often it has read the list. */
export async function readAlong(consoleUrl: string, signal: AbortSignal): Promise<number> {
  const changes = await fetch(`${consoleUrl}/events`, { signal })
  let times = 0
  try {
    for await (const _ of changes.body ?? []) {
      const list = await fetch(`${consoleUrl}/orders`, {
        headers: { accept: 'application/json' },
        signal,
      })
      await list.arrayBuffer()
      times += 1
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
  return times
}
