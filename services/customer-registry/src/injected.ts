/** Who takes note of what is said of customers. */
export const registrarToken = Symbol('registrar');
/** Where contact details are read: log and vault. */
export const detailsToken = Symbol('what contact details need');
