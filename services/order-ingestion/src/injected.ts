/** Under these the module's parts are injected. */
export const orderLogToken = Symbol('order-ingestion log');
export const clockToken = Symbol('order-ingestion clock');
export const makeSpoolToken = Symbol('order-ingestion spool');
