/** The encodings that a file of columns may be said to have; UTF-16BE is known by its byte-order mark alone. */
export const encodings = ['utf-8', 'utf-16le', 'windows-1252', 'iso-8859-1'] as const;
export type Encoding = (typeof encodings)[number];
