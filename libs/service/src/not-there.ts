import { NotFoundException } from '@nestjs/common';

/** What an address names is not there: answered with 404. A framework's own words would repeat the address; these are ours. */
export class NotThere extends NotFoundException {
  /**
   * @param reason which thing there is not, in words that repeat nothing of what was asked
   * @param field the parameter that names it
   */
  constructor(
    readonly reason: string,
    readonly field: string,
  ) {
    super(reason);
  }
}
