/** What the owner of the process hands in. */
export const captureToken = Symbol('interaction-capture');
/** Where edges hand in what came: a `ContactIntake`. */
export const contactIntakeToken = Symbol('the intake of contacts');
