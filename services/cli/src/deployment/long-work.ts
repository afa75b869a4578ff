import type { DeploymentClient, OpenAnswer } from './deployment-client.js';
import { failureOfAnswer, parsed } from './plain-words.js';
import { textLines } from './text-lines.js';

/** A line of the answer: any number with progress, then one with the report, or with what went wrong. */
interface WorkLine<Progress, Report> {
  readonly progress?: Progress;
  readonly report?: Report;
  readonly error?: { readonly status: number };
}

/**
 * Asks a deployment for work that takes long, and hears how far it is.
 * @throws Failure when it refuses, or cannot be heard any more
 */
export async function askForWork<Progress, Report>(
  deployment: DeploymentClient,
  path: string,
  asked: object,
  onProgress: (progress: Progress) => void,
): Promise<Report> {
  const body = await begin(deployment, path, asked);
  try {
    for await (const text of textLines(body)) {
      const { progress, report, error } = (parsed(text) ?? {}) as WorkLine<Progress, Report>;
      if (report !== undefined) return report;
      if (error !== undefined) throw failureOfAnswer(error.status, JSON.stringify(error), deployment.url);
      if (progress !== undefined) onProgress(progress);
    }
    throw Object.assign(new Error('the answer ended early'), { code: 'ECONNRESET' });
  } catch (error) {
    throw deployment.brokenBy(error);
  }
}

/** Tries again as long as the deployment asks for it. */
async function begin(deployment: DeploymentClient, path: string, asked: object): Promise<OpenAnswer['body']> {
  const headers = { 'content-type': 'application/json', accept: 'application/x-ndjson' };
  const request = { method: 'POST', headers, body: JSON.stringify(asked) } as const;
  for (let attempt = 1; ; attempt++) {
    const answer = await deployment.open(path, request);
    if (answer.status < 300) return answer.body;
    const text = await deployment.textOf(answer.body);
    if (answer.status !== 503 || !(await deployment.waitFor(answer.headers['retry-after'], attempt))) {
      throw failureOfAnswer(answer.status, text, deployment.url);
    }
  }
}
