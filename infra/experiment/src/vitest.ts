export { givenLedger, judgedCell } from './vitest/given-cell.ts'
export { type LiveSystem, openLive } from './vitest/open-live.ts'
export { openShop } from './vitest/open-shop.ts'
