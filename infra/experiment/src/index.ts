export { type Clients, createClients, type OnOrder } from './clients.ts'
export { type Contender, contenders, type Strategy, strategies } from './contenders.ts'
export { expectations } from './expectations.ts'
export { faults } from './faults/all-faults.ts'
export type { Fault } from './faults/fault.ts'
export { comparableFaults } from './faults/fault-words.ts'
export { badQuantity, refuseOrders, takeOrders } from './faults/refuse-orders.ts'
export { type Judged, judgeCell } from './judge-cell.ts'
export { addEntry, type Book, openBook } from './ledger/book.ts'
export { findFaults, type Ledger, readLedger } from './ledger/read-ledger.ts'
export { settle } from './ledger/settle.ts'
export { type Hand, type Live, type LiveState, takeInHand } from './live/live.ts'
export { type RefusalCode, Refused } from './live/refused.ts'
export type { SwitchState } from './live/switchboard.ts'
export { readIsUsual } from './live/usual.ts'
export { type Watched, watchSystem } from './live/watched.ts'
export { mailsInHand } from './mails-in-hand.ts'
export { createProgress, noProgress, type Progress } from './progress.ts'
export { createRandom, type Random } from './random.ts'
export { type Expectation, type Figure, readExpectations } from './read-expectations.ts'
export { openLocalRig } from './rig/open-local-rig.ts'
export type { Broker, PartName, Rig, Settings, Topology, Wire } from './rig/rig.ts'
export { type Cell, type Experiment, runCell } from './run-cell.ts'
export { type Account, countUnsettled, settleAccount } from './shop/accounts.ts'
export { type Post, postAndHangUp, postAndReset } from './shop/leaving-clients.ts'
export { openShopAt } from './shop/open-shop-at.ts'
export {
  newCustomer,
  type Placed,
  placedRecord,
  placeOrder,
  postOrder,
  postPatiently,
  postUntilStored,
  recordsOf,
  settledOrder,
  settleLink,
  storedOrder,
  storedOrders,
  teaFor,
  traceIdOf,
} from './shop/orders.ts'
export { restartOrder, type Stopped } from './shop/restart-order.ts'
export { type Dlt, runDlt } from './shop/run-dlt.ts'
export type { Shop } from './shop/shop.ts'
export { wholeTrace } from './shop/whole-trace.ts'
