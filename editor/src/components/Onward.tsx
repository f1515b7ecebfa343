/** An arrow from one thing to the next: it points the way the lines of the page run. */
export const Onward = () => (
  <span className="onward" aria-hidden="true">
    →
  </span>
);
