/** The baggage that travels from the edge through all services and Kafka; the rest stays at the edge. */
export const baggageKeys = ['tenant'] as const
