import { answer } from './answer/entry.ts'
import { calm } from './calm/entry.ts'
import { connector } from './connector/entry.ts'
import { consoleCost } from './console/entry.ts'
import { distance } from './distance/entry.ts'
import type { Entry } from './entry.ts'
import { frozen } from './frozen/entry.ts'
import { handler } from './handler/entry.ts'
import { hotPartition } from './hot-partition/entry.ts'
import { orderPath } from './order-path/entry.ts'
import { pending } from './pending/entry.ts'
import { pool } from './pool/entry.ts'
import { publish } from './publish/entry.ts'
import { rebalance } from './rebalance/entry.ts'
import { relay } from './relay/entry.ts'
import { retention } from './retention/entry.ts'
import { runner } from './runner/entry.ts'
import { scaling } from './scaling/entry.ts'
import { shop } from './shop/entry.ts'
import { spans } from './spans/entry.ts'
import { system } from './system/entry.ts'
import { vacuum } from './vacuum/entry.ts'

/** All that is measured, in this order. */
export const entries: readonly Entry[] = [
  pending,
  answer,
  orderPath,
  spans,
  publish,
  distance,
  handler,
  hotPartition,
  rebalance,
  relay,
  frozen,
  shop,
  calm,
  system,
  runner,
  consoleCost,
  scaling,
  pool,
  vacuum,
  retention,
  connector,
]
