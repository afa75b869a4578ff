/** What the owner of the process hands in: log, clock, vault and country. */
export const registrarToken = Symbol('what registrations need');
