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
} from './events/events.ts'
export { type Topic, topics } from './events/topics.ts'
export { type OrderLine, orderLine, orderLines, sku } from './requests/order-line.ts'
export { type OrderStatus, type OrderView, orderStatus, orderView } from './requests/order-view.ts'
export {
  type Quote,
  type QuoteRequest,
  quote,
  quoteRequest,
  type StockLevels,
  stockLevels,
} from './requests/peers.ts'
export {
  currency,
  emailAddress,
  type OrderAccepted,
  orderAccepted,
  orderId,
  type PlaceOrderRequest,
  placeOrderRequest,
} from './requests/place-order.ts'
