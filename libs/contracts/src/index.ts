export { baggageKeys } from './baggage.ts'
export {
  type EventData,
  type EventsOf,
  type EventType,
  events,
  orderConfirmed,
  orderPlaced,
  orderRejected,
  stockHeld,
  stockShort,
} from './events.ts'
export { type OrderLine, orderLine, orderLines, sku } from './order-line.ts'
export { type OrderStatus, type OrderView, orderStatus, orderView } from './order-view.ts'
export {
  type Quote,
  type QuoteRequest,
  quote,
  quoteRequest,
  type StockLevels,
  stockLevels,
} from './peers.ts'
export {
  currency,
  emailAddress,
  type OrderAccepted,
  orderAccepted,
  orderId,
  type PlaceOrderRequest,
  placeOrderRequest,
} from './place-order.ts'
export { type Topic, topics } from './topics.ts'
