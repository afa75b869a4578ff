/** Customers with events since the population was last read for cut-offs. */
export class MovedCustomers {
  private moved = new Set<string>();
  /** How many others there were before this process took over. */
  private earlier = 0;

  get count(): number {
    return this.moved.size + this.earlier;
  }

  note(customers: Iterable<string>): void {
    for (const id of customers) this.moved.add(id);
  }

  /** Takes over from a process that counted so many; who they were is not known any more. */
  takeOver(count: number): void {
    this.earlier = count;
  }

  /** The population is being read, with everybody who moved until now. @returns how to count them again, should that fail */
  forget(): () => void {
    const { moved, earlier } = this;
    this.moved = new Set();
    this.earlier = 0;
    return () => {
      this.note(moved);
      this.earlier += earlier;
    };
  }
}
