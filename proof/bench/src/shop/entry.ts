import type { ClientName } from '@tailspan/kafka'
import type { Entry } from '../entry.ts'
import { startChild } from '../measure/child.ts'
import { openCheckout } from './against/checkout.ts'
import { beginningWith } from './beginning-with.ts'
import * as contenders from './contenders.ts'
import { toFigures } from './figures.ts'
import { type Turn, takeTurn, tellTurn } from './turn.ts'

type Contended = { readonly contender: contenders.Contender; readonly turns: Turn[] }

const receiverProgram = new URL('../measure/span-receiver.ts', import.meta.url)

/** What an order costs from its request until it is settled, and what people get who write it otherwise. */
export const shop: Entry = {
  name: 'shop',
  takesClient: true,
  about: 'the whole shop beside the tutorial, bare and instrumented, and beside an earlier commit',
  async measure({ rounds, secondsPerRound, client, against }, tell) {
    await using undo = new AsyncDisposableStack()
    const all: Contended[] = usual(client).map((contender) => ({ contender, turns: [] }))
    if (against !== undefined) {
      tell(`shop: laying out ${against} and installing its packages`)
      const { startSystem } = undo.use(await openCheckout(against))
      all.push({ contender: contenders.earlier(against, startSystem), turns: [] })
    }
    const receiver = undo.use(await startChild(receiverProgram))
    for (let round = 1; round <= rounds; round += 1) {
      tell(`shop: round ${round} of ${rounds}`)
      const settings = { seconds: 2 * secondsPerRound, isLast: round === rounds, receiver }
      for (const one of beginningWith(all, round - 1)) {
        const turn = await takeTurn(one.contender, settings)
        one.turns.push(turn)
        tell(tellTurn(one.contender.name, turn))
      }
    }
    return toFigures(all.map(({ contender, turns }) => ({ name: contender.name, turns })))
  },
}

function usual(client: ClientName): readonly contenders.Contender[] {
  return [
    ...(['durable', 'detached'] as const).map((strategy) => contenders.ours(strategy, client)),
    contenders.instrumentedTutorial,
    contenders.tutorial,
  ]
}
