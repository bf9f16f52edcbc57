import { strategies, switchWords, usualStrategy } from '@tailspan/experiment/words'
import { ownEnv } from '@tailspan/local'
import type { PartState } from '@tailspan/local/start'
import type { SwitchesData } from '../views/switches.ts'

/** The strategy and the faults as far as they can be seen where none can be switched. */
export function seenSwitches(parts: readonly PartState[]): NonNullable<SwitchesData['state']> {
  const stateOf = (name: string) => parts.find((part) => part.name === name)?.state
  const switches = switchWords.map(({ name, says, part, isSeen }) => ({
    name,
    says,
    isOn: undefined,
    seen: isSeen ? { part, state: stateOf(part) ?? 'away' } : undefined,
  }))
  // Services and console are started with the same settings.
  return { strategies, strategy: usualStrategy(ownEnv.PUBLISH), switches }
}
