import { stockLevels } from '@tailspan/contracts'
import { describeApi } from '@tailspan/http'
import { wantedSkus } from './wanted-skus.ts'

/** What `GET /openapi.json` answers, made of the schemas that check the requests. */
export const openApi = describeApi({
  title: 'Tailspan stock',
  description: 'Keeps stock and shows how much of it could be held.',
  tag: 'stock',
  operations: {
    'GET /stock': {
      id: 'getStock',
      summary: 'Shows how many pieces could be held right now.',
      description: 'Nothing is held by asking: that happens when the order is published.',
      parameters: [
        {
          name: 'sku',
          in: 'query',
          required: true,
          schema: wantedSkus,
          description: 'Repeated for each sku: `?sku=tea&sku=mug`.',
        },
      ],
      answers: { 200: { description: 'The levels, one a sku.', schema: stockLevels } },
      refusals: {
        400: 'No sku, more than fifty, or something that is no sku.',
        422: 'At least one sku is not kept.',
        503: 'The database is away; try again after Retry-After seconds.',
      },
    },
  },
})
