import { quote, quoteRequest } from '@tailspan/contracts'
import { describeApi } from '@tailspan/http'

/** What `GET /openapi.json` answers, made of the schemas that check the requests. */
export const openApi = describeApi({
  title: 'Tailspan prices',
  description: 'Quotes prices.',
  tag: 'quotes',
  operations: {
    'POST /quotes': {
      id: 'quoteLines',
      summary: 'Says what lines cost together.',
      description: 'Prices are fixed at the start of the process; nothing is stored.',
      body: quoteRequest,
      answers: { 200: { description: 'The sum.', schema: quote } },
      refusals: {
        400: 'The body is not JSON, or no list of lines.',
        413: 'The body is larger than allowed.',
        415: 'The body is not application/json in UTF-8, or is encoded.',
        422: 'At least one sku has no price.',
        503: 'Too many requests at the moment.',
      },
    },
  },
})
