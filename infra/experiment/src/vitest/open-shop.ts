import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { uniqueId } from '@tailspan/testkit'
import { inject } from 'vitest'
import { openShopAt, type ShopOptions } from '../shop/open-shop-at.ts'
import type { Shop } from '../shop/shop.ts'

/** Opens a shop of its own for one test file: nothing in it is shared with another, nothing of it stays. */
export async function openShop(options: ShopOptions = {}): Promise<Shop> {
  await using undo = new AsyncDisposableStack()
  const state = join(inject('shops'), uniqueId('shop'))
  undo.defer(() => rm(state, { recursive: true, force: true }))
  const shop = undo.use(await openShopAt(state, options))
  const opened = undo.move()
  return { ...shop, [Symbol.asyncDispose]: () => opened.disposeAsync() }
}
