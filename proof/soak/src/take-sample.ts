import { type Inspector, inspect } from './inspector.ts'

/** What a process holds after its garbage is gone. */
export type Sample = {
  readonly heapBytes: number
  /** On all event emitters and abort signals together. */
  readonly listeners: number
}

/** Collects the garbage of a process and looks at what is left. */
export function takeSample(inspectorPort: number): Promise<Sample> {
  return inspect(inspectorPort, async (inspector) => {
    const emitters = await countOn(inspector, {
      prototype: "process.getBuiltinModule('node:events').EventEmitter.prototype",
      count: 'e.eventNames().reduce((sum, name) => sum + e.listenerCount(name), 0)',
    })
    const signals = await countOn(inspector, {
      prototype: 'AbortSignal.prototype',
      count: "process.getBuiltinModule('node:events').getEventListeners(e, 'abort').length",
    })
    await inspector.call('Runtime.releaseObjectGroup', { objectGroup })
    // What was only reachable by a finalizer goes with the second collection.
    await inspector.call('HeapProfiler.collectGarbage')
    await inspector.call('HeapProfiler.collectGarbage')
    const { usedSize } = await inspector.call<{ usedSize: number }>('Runtime.getHeapUsage')
    return { heapBytes: usedSize, listeners: emitters + signals }
  })
}

const objectGroup = 'sample'

type Wanted = { readonly prototype: string; readonly count: string }
type Remote = { readonly result: { readonly objectId: string; readonly value: number } }

/** Adds up a number over all living objects of a kind. */
async function countOn(inspector: Inspector, { prototype, count }: Wanted): Promise<number> {
  const kind = await inspector.call<Remote>('Runtime.evaluate', {
    expression: prototype,
    objectGroup,
  })
  const { objects } = await inspector.call<{ objects: Remote['result'] }>('Runtime.queryObjects', {
    prototypeObjectId: kind.result.objectId,
    objectGroup,
  })
  const one = `(e) => { try { return ${count} } catch { return 0 } }`
  const sum = await inspector.call<Remote>('Runtime.callFunctionOn', {
    objectId: objects.objectId,
    functionDeclaration: `function () { return this.map(${one}).reduce((a, b) => a + b, 0) }`,
    returnByValue: true,
  })
  return sum.result.value
}
