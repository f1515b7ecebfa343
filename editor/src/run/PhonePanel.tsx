/** The phone beside the canvas. */
export default function PhonePanel(_: { flowId: number; onClose(): void }) {
  return null;
}
