import { once } from 'node:events'

/** A process seen through Node's inspector: nothing in the process itself knows of it. */
export type Inspector = {
  call<T = object>(method: string, params?: object): Promise<T>
}

type Reply = {
  readonly id?: number
  readonly result?: object
  readonly error?: { message: string }
}

/** Opens a process's inspector for as long as `use` takes. */
export async function inspect<T>(
  port: number,
  use: (inspector: Inspector) => Promise<T>,
): Promise<T> {
  const socket = new WebSocket(await findTarget(port))
  await once(socket, 'open')
  try {
    return await use(speak(socket))
  } finally {
    socket.close()
  }
}

async function findTarget(port: number): Promise<string> {
  const targets = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as {
    webSocketDebuggerUrl?: string
  }[]
  const url = targets[0]?.webSocketDebuggerUrl
  if (!url) throw new Error(`nothing can be inspected on port ${port}`)
  return url
}

function speak(socket: WebSocket): Inspector {
  const waiting = new Map<number, PromiseWithResolvers<object>>()
  let lastId = 0
  socket.addEventListener('message', ({ data }) => {
    const { id = 0, result = {}, error } = JSON.parse(String(data)) as Reply
    const call = waiting.get(id)
    waiting.delete(id)
    if (error) call?.reject(new Error(error.message))
    else call?.resolve(result)
  })
  socket.addEventListener('close', () => {
    for (const call of waiting.values()) call.reject(new Error('the inspected process has ended'))
  })
  return {
    call<T>(method: string, params = {}) {
      const id = ++lastId
      const call = Promise.withResolvers<object>()
      waiting.set(id, call)
      socket.send(JSON.stringify({ id, method, params }))
      return call.promise as Promise<T>
    },
  }
}
