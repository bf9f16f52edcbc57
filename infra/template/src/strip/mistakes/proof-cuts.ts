import type { Cut } from '../cut.ts'
import { mistakeTests } from './mistake-tests.ts'

const soakReadme = 'proof/soak/README.md'
const labReadme = 'proof/lab/README.md'
const either = "'detached' | 'background'"

const soak: readonly Cut[] = [
  {
    path: 'proof/soak/src/soak.ts',
    cut: /^ *\/\/ Enough to see the mistake lose something\.\n.*'background'.*\n/gm,
  },
  {
    path: 'proof/soak/src/judge.ts',
    cut: "  if (result.strategy === 'background') return judgeMistake(result)\n",
  },
  { path: 'proof/soak/src/judge.ts', cut: /^\/\/ A test that the mistake passes[\s\S]*?^\}\n\n/gm },
  { path: 'proof/soak/src/load/stop-rounds.ts', cut: either, put: "'detached'" },
  {
    path: 'proof/soak/src/load/stop-rounds.ts',
    cut: ' Slower clients would give the mistake time to send all that it has.',
  },
  mistakeTests('proof/soak/src/judge.test.ts'),
  mistakeTests('proof/soak/test/stops-under-load.test.ts'),
  { path: 'proof/soak/test/stops-under-load.test.ts', cut: either, put: "'detached'" },
  {
    path: soakReadme,
    cut: '; two rounds\nwith `background` must lose something, else the stops prove nothing.',
    put: '.',
  },
  { path: soakReadme, cut: /^\| two stops with `background`.*\n/gm },
]

const lab: readonly Cut[] = [
  {
    path: 'proof/commands.mjs',
    cut: 'detached, background, request, naive',
    put: 'detached, naive',
  },
  { path: 'proof/lab/src/pick-loser.ts', cut: "'naive', 'background', 'request'", put: "'naive'" },
  { path: 'proof/lab/src/pick-loser.test.ts', cut: /: 'request',/g, put: ': undefined,' },
  { path: labReadme, cut: 'five contenders', put: 'three contenders' },
  { path: labReadme, cut: 'the four of `PUBLISH`', put: 'the two of `PUBLISH`' },
  { path: labReadme, cut: 'nobody; `request` is a race', put: 'nobody' },
  { path: labReadme, cut: '`request`; at 15 s `naive`, too', put: 'at 15 s `naive`' },
  { path: labReadme, cut: '`background`, `request`, `naive`', put: '`naive`' },
  { path: labReadme, cut: /\| `request` \|$/gm, put: '| nobody |' },
  {
    path: labReadme,
    cut: '`durable`, `detached` and `request` broke no trace, `background` and `naive` all.',
    put: '`durable` and `detached` broke no trace, `naive` all.',
  },
  // The third and fourth of six columns: what the wrong strategies lost.
  {
    path: labReadme,
    cut: /^(\|[^|\n]*\|[^|\n]*\|[^|\n]*\|)[^|\n]*\|[^|\n]*\|([^|\n]*\|[^|\n]*\|)$/gm,
    put: '$1$2',
  },
]

/** What `proof/` has of the wrong strategies, where it is still there. */
export const proofCuts: readonly Cut[] = [...soak, ...lab]
