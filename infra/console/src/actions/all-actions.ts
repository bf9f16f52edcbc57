import type { Action } from '../server/action.ts'
import { placeOrderAction } from './place-order.ts'

/** Everything that a button may do. */
export const allActions: readonly Action[] = [placeOrderAction]
