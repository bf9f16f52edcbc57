import type { Stage } from '../stage/stage.ts'
import { measureWindow, type Window } from '../stage/window.ts'

/** One load and what it did; `offered` is undefined where clients posted without pause. */
export type Step = Window & { readonly offered: number }

const offers = [25, 50, 100, 150, 200, 250, 300, 400, 500, 600, 800, 1_000, 1_300, 1_600, 2_000]
const kept = 0.9
const mostlyTaken = 0.75
const mostGatheredMs = 1_000

/** Places ever more orders a second with one order service, until of two loads in a row a quarter was not taken: one may be somebody else's doing. */
export async function measureCurve(
  stage: Stage,
  seconds: number,
  tell: (words: string) => void,
): Promise<readonly Step[]> {
  const steps: Step[] = []
  for (const offered of offers) {
    tell(`scaling: ${offered} orders a second`)
    const window = await measureWindow(stage, { seconds, pace: { ratePerSecond: offered } })
    steps.push({ offered, ...window })
    if (steps.length > 1 && !steps.slice(-2).some(isMostlyTaken)) break
  }
  return steps
}

/** The highest load at which all were accepted and nothing gathered behind them. */
export function findKnee(steps: readonly Step[]): Step | undefined {
  return steps.filter(keepsPace).at(-1)
}

function isMostlyTaken({ offered, acceptedPerSecond }: Step): boolean {
  return acceptedPerSecond >= mostlyTaken * offered
}

function keepsPace({ offered, acceptedPerSecond, settledAfterMs, failed }: Step): boolean {
  return failed === 0 && acceptedPerSecond >= kept * offered && settledAfterMs <= mostGatheredMs
}
