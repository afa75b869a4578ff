/** Epoch milliseconds. Handed to every edge; pure code is told the time instead. */
export type Clock = () => number;
