import { readRows } from '@tailspan/testkit'
import type { Where } from '../ledger/book.ts'

/** Orders of so many pieces of tea are those that inventory cannot take. */
export const badQuantity = 13

/** From now on inventory fails at these orders, however often it tries: PostgreSQL refuses their update. */
export async function refuseOrders(where: Where): Promise<void> {
  await takeOrders(where)
  await readRows(
    where.databaseUrl,
    `create function inventory.refuse() returns trigger language plpgsql as $$
      begin raise exception 'this order cannot be taken'; end $$;
    create trigger poison before update on inventory.stock for each row
      when (old.available - new.available = ${badQuantity}) execute function inventory.refuse()`,
  )
}

/** They can be taken again. */
export async function takeOrders({ databaseUrl }: Where): Promise<void> {
  await readRows(databaseUrl, 'drop function if exists inventory.refuse() cascade')
}
