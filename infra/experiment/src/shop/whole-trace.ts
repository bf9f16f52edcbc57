/** The one trace of an order, from the request to the second mail. */
export const wholeTrace = `
  POST /orders SERVER order
    GET /stock CLIENT order
      GET /stock SERVER inventory
        SELECT stock CLIENT inventory
    POST /quotes CLIENT order
      POST /quotes SERVER pricing
    BATCH INSERT orders outbox CLIENT order
    create orders PRODUCER order
      send orders CLIENT order
      process orders CONSUMER notification
        send mail CLIENT notification
      process orders CONSUMER inventory
        BATCH INSERT inbox SELECT holds stock CLIENT inventory
        BATCH UPDATE stock INSERT holds outbox CLIENT inventory
        create stock PRODUCER inventory
          send stock CLIENT inventory
          process stock CONSUMER order
            BATCH INSERT inbox UPDATE orders CLIENT order
            INSERT outbox CLIENT order
            create orders PRODUCER order
              send orders CLIENT order
              process orders CONSUMER notification
                send mail CLIENT notification
`
