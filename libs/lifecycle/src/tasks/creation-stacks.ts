const rememberedNames = 1_000

type Caller = (...rest: never[]) => unknown

/**
 * Remembers where tasks of each name are made, for the debug dump.
 *
 * shape: one text per name, taken the first time the name is seen: every task has a stack, for the
 *        price of one; kept as text, because the frames of an unread stack hold the request
 */
export function createCreationStacks(enabled: boolean) {
  const texts = new Map<string, string>()
  return {
    of: (name: string): string | undefined => texts.get(name),
    remember(name: string, caller: Caller): void {
      if (!enabled || texts.has(name) || texts.size >= rememberedNames) return
      texts.set(name, captureStack(caller))
    },
  }
}

export type CreationStacks = ReturnType<typeof createCreationStacks>

function captureStack(caller: Caller): string {
  const holder: { stack?: string } = {}
  Error.captureStackTrace(holder, caller)
  // The first line names the holder, the others are the frames.
  return (holder.stack ?? '').split('\n').slice(1).join('\n')
}
