type Watch = {
  /** The stream is there, for the first time or again: something may have been missed. */
  onOpen(): void
  onChanged(topics: readonly string[]): void
  onLost(): void
}

const retryMs = 1_000

/** Keeps one event stream open as long as the page can be seen; hidden pages do not take connections from others. */
export function watchChanges(watch: Watch): void {
  let stream: EventSource | undefined
  let timer = 0
  const close = () => {
    clearTimeout(timer)
    stream?.close()
    stream = undefined
  }
  const open = () => {
    close()
    const opened = new EventSource('/events')
    stream = opened
    opened.addEventListener('open', watch.onOpen)
    opened.addEventListener('changed', ({ data }) => watch.onChanged(JSON.parse(data).topics))
    opened.addEventListener('error', () => {
      watch.onLost()
      // The browser tries again by itself, unless it was answered by something else than a stream.
      if (opened.readyState === EventSource.CLOSED) timer = setTimeout(open, retryMs)
    })
  }
  const follow = () => (document.visibilityState === 'visible' ? open() : close())
  document.addEventListener('visibilitychange', follow)
  addEventListener('pageshow', ({ persisted }) => persisted && open())
  follow()
}
