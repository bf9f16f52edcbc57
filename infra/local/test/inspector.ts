type Reply = { readonly id?: number; readonly method?: string } & Readonly<Record<string, unknown>>
type Fields = Readonly<Record<string, unknown>>

/** A client of Node's inspector, which a debugger is, too. */
export async function openInspector(url: string) {
  const targets = (await (await fetch(`${url}/json/list`)).json()) as {
    webSocketDebuggerUrl: string
  }[]
  const socket = new WebSocket(targets[0]?.webSocketDebuggerUrl ?? '')
  const waiting: ((reply: Reply) => void)[] = []
  socket.addEventListener('message', ({ data }) => {
    for (const look of waiting) look(JSON.parse(data))
  })
  const next = (isWanted: (reply: Reply) => boolean) =>
    new Promise<Reply>((resolve) => {
      waiting.push((reply) => isWanted(reply) && resolve(reply))
    })
  await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }))
  let id = 0
  return {
    /** Sends a command and waits for its result. */
    async ask(method: string, params: Fields = {}): Promise<Fields> {
      const own = ++id
      const answered = next((reply) => reply.id === own)
      socket.send(JSON.stringify({ id: own, method, params }))
      return (await answered).result as Fields
    },
    /** The next event of this name. */
    next: async (method: string) =>
      (await next((reply) => reply.method === method)).params as Fields,
    [Symbol.dispose]: () => socket.close(),
  }
}
