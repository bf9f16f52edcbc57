export { baggageKeys } from './baggage.ts'
export { type EventData, type EventsOf, type EventType, events } from './events/events.ts'
export { eventExamples } from './events/examples.ts'
export { orderConfirmed, orderPlaced, orderRejected } from './events/orders.ts'
export { stockHeld, stockShort } from './events/stock.ts'
export { type Topic, topics } from './events/topics.ts'
export { type OrderLine, orderLine, orderLines, sku } from './requests/order-line.ts'
export { type OrderStatus, type OrderView, orderStatus, orderView } from './requests/order-view.ts'
export { type Quote, type QuoteRequest, quote, quoteRequest } from './requests/peers.ts'
export {
  currency,
  emailAddress,
  type OrderAccepted,
  orderAccepted,
  orderId,
  type PlaceOrderRequest,
  placeOrderRequest,
} from './requests/place-order.ts'
export { type StockLevels, stockLevels } from './requests/stock-levels.ts'
