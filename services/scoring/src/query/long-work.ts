/** Work that takes long enough to be asked how far it is. @param gone whoever asked has left */
export type LongWork<Progress, Report> = (
  onProgress: (progress: Progress) => void,
  gone: AbortSignal,
) => Promise<Report>;
