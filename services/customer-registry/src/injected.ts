/** What the owner of the process hands in. */
export const logToken = Symbol('the log that registrations go to');
export const clockToken = Symbol('the clock of the deployment');
