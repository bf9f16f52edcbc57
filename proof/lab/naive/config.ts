const { HTTP_PORT, HTTP_PROTOCOL, KAFKA_BROKERS = '', DATABASE_URL, SMTP_URL } = process.env
const { INVENTORY_URL, PRICING_URL } = process.env

/** As the services have them, so that one program can take the place of another. */
export const config = {
  port: Number(HTTP_PORT),
  isHttp2: HTTP_PROTOCOL === 'h2c',
  brokers: KAFKA_BROKERS.split(','),
  databaseUrl: DATABASE_URL,
  smtpUrl: SMTP_URL,
  inventoryUrl: INVENTORY_URL,
  pricingUrl: PRICING_URL,
}
