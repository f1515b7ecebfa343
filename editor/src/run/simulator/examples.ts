/** Data of an event to begin with: what a shop may tell of a cart and of an order. */
const ITEMS = [
  { title: "Monstera", quantity: 1, price: 24.9 },
  { title: "Clay pot", quantity: 2, price: 7.5 },
];

export const EXAMPLES = {
  cart: {
    cart_token: "c-1001",
    url: "https://shop.example.com/cart/c-1001",
    total: 39.9,
    currency: "EUR",
    items: ITEMS,
  },
  order: {
    order_id: "1001",
    number: "#1001",
    status: "paid",
    total: 39.9,
    currency: "EUR",
    items: ITEMS,
    tracking_url: "https://track.example.com/1001",
  },
} as const;

export type Example = keyof typeof EXAMPLES;

export const exampleText = (example: Example): string => JSON.stringify(EXAMPLES[example], null, 2);
