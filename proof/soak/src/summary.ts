import type { Slope } from './fit-slope.ts'
import type { StopResult } from './load/stop-rounds.ts'
import type { SoakOptions } from './options.ts'
import type { CalmResult } from './run-calm.ts'
import type { SoakResult } from './soak.ts'

/** The result for machines. */
export function toJson(result: SoakResult, { minutes, ratePerSecond, seed }: SoakOptions): object {
  return {
    minutes,
    ratePerSecond,
    seed,
    calm: result.calm.map(calmFigures),
    stops: result.stops.map(stopFigures),
    violations: result.violations,
  }
}

/** The result for people: one block for each part of the soak, and whether it passed. */
export function toText(result: SoakResult): string {
  const survived = result.stops.filter(({ strategy }) => strategy === 'detached')
  const detached = survived.flatMap(({ stops }) => stops)
  const blocks = [
    ...result.calm.map((calm) => block(`${calm.protocol}, without stops`, calmFigures(calm))),
    ...result.stops.map((stops) =>
      block(`${stops.protocol}, stops with ${stops.strategy}`, stopFigures(stops)),
    ),
    ...(detached.length > 0
      ? [block(`all ${detached.length} stops with detached`, exitFigures(detached))]
      : []),
  ]
  const { violations } = result
  const summary =
    violations.length === 0
      ? 'Nothing was lost, nothing grew, nothing complained.'
      : violations.map((violation) => `✗ ${violation}`).join('\n')
  return [...blocks, summary].join('\n\n')
}

type Figures = Readonly<Record<string, string | number>>

function calmFigures({ protocol, tally, account, ...calm }: CalmResult): Figures {
  const mb = calm.samples.map(({ heapBytes }) => (heapBytes / 2 ** 20).toFixed(1))
  return {
    protocol,
    ...clientFigures({ tally, account }),
    unsettled: calm.unsettled,
    heapMb: mb.join(' '),
    heapBytesPerVisit: showSlope(calm.heap, 0),
    listeners: calm.samples.map(({ listeners }) => listeners).join(' '),
    listenersPerVisit: showSlope(calm.listeners, 4),
    exitCode: calm.stop.exit.code ?? String(calm.stop.exit.signal),
  }
}

function stopFigures({ strategy, tally, account, stops }: StopResult): Figures {
  return { strategy, ...clientFigures({ tally, account }), ...exitFigures(stops) }
}

function clientFigures({ tally, account }: Pick<StopResult, 'tally' | 'account'>): Figures {
  const { visits, accepted, refused, left, failed } = tally
  return {
    visits,
    answeredWith202: accepted.size,
    refused,
    left,
    failed,
    accepted: account.accepted,
    delivered: account.delivered,
    lost: account.lost.length,
    repeats: account.repeats,
  }
}

function exitFigures(stops: StopResult['stops']): Figures {
  const sorted = stops.map(({ exitMs }) => Math.round(exitMs)).sort((a, b) => a - b)
  return {
    stops: stops.length,
    exitCodes: [...new Set(stops.map(({ exit }) => exit.code ?? exit.signal))].join(' '),
    exitMedianMs: sorted[Math.floor(sorted.length / 2)] ?? 0,
    exitMaxMs: sorted.at(-1) ?? 0,
  }
}

function showSlope({ slope, error }: Slope, digits: number): string {
  return `${slope.toFixed(digits)} ± ${(2 * error).toFixed(digits)}`
}

function block(title: string, figures: Figures): string {
  const lines = Object.entries(figures).map(([name, value]) => `  ${name.padEnd(20)}${value}`)
  return [title, ...lines].join('\n')
}
