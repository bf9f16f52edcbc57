import type { ServiceName } from '@tailspan/manifest'
import { findFreePorts } from '../free-ports.ts'
import type { Ports } from '../ports.ts'
import type { PartProcess } from '../process/part-process.ts'
import type { Part } from '../supervision/part.ts'
import type { ServiceChange } from './launch-all.ts'

/** One more process of a service; nobody starts it again when it ends. Disposing of it stops it as an operator would. */
export type Instance = AsyncDisposable & { readonly url: string; readonly process: PartProcess }

type Needs = {
  readonly ports: Ports
  readonly signal: AbortSignal
  toPart(name: ServiceName, change: ServiceChange): Part
}

/** Starts processes of services beside those that the system keeps, each with ports of its own. */
export function createInstances({ ports, signal, toPart }: Needs) {
  let count = 1
  return async (
    name: ServiceName,
    change: Pick<ServiceChange, 'env' | 'program'>,
  ): Promise<Instance> => {
    count += 1
    const instance = `${name}-${count}`
    const [port = 0, debugPort = 0] = await findFreePorts(2)
    const own = { ...ports, [name]: port, [`${name}Debug`]: debugPort }
    const part = toPart(name, { ...change, ports: own, instance })
    const { process, stop } = await part.start(signal)
    return {
      url: part.place,
      process,
      [Symbol.asyncDispose]: async () => void (await stop()),
    }
  }
}
