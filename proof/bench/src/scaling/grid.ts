import type { Stage } from '../stage/stage.ts'
import { measureWindow, type Window } from '../stage/window.ts'

/** So many order services on topics with so many partitions, and the most that they took. */
export type Cell = Window & { readonly instances: number; readonly partitions: number }

/** How many order services are compared, and how many partitions. */
export const instanceCounts = [1, 2, 4]
export const partitionCounts = [1, 3, 6]

/** The same for each, so that more of them is not more load. */
const clients = 16

/** Lets clients post without pause to every combination, after a while to warm up. */
export async function measureGrid(
  stage: Stage,
  seconds: number,
  tell: (words: string) => void,
): Promise<readonly Cell[]> {
  const cells: Cell[] = []
  const pace = { clients }
  for (const partitions of partitionCounts)
    for (const instances of instanceCounts) {
      tell(`scaling: instances ${instances}, partitions ${partitions}`)
      await stage.open({ instances, partitions })
      await measureWindow(stage, { seconds: seconds / 2, pace })
      const window = await measureWindow(stage, { seconds, pace })
      cells.push({ instances, partitions, ...window })
    }
  return cells
}
