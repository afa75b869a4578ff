import { mkdir } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { portToServe } from './free-port.js';
import { compiled, jarsOf } from './java-programs.js';
import { JavaServer } from './java-server.js';
import { type LocalServer, localServer, newServerFolder } from './local-server.js';
import { mongoAnswers } from './mongo-answers.js';

export interface MongoOptions {
  /** A free one when not given. */
  readonly port?: number;
  /** Documents are kept in this file, which is written before a write is acknowledged; when not given, in memory. */
  readonly dataFile?: string;
}

export interface LocalDatabase extends LocalServer {
  /** For a driver, without the name of a database. */
  readonly url: string;
}

const version = '1.47.0';

/**
 * Starts a server on 127.0.0.1 that speaks MongoDB's protocol, with at most 2 GB of heap, in which it keeps what is
 * in use of its file, too: with a quarter of that, 100,000 orders had it collecting garbage all the time. It is
 * mongo-java-server, a stand-in for MongoDB: see the README. What it prints is in `server.txt`, or beside the data file.
 * @throws Failure `unavailable` when Java or Maven is missing, or it does not come up
 */
export async function startMongo(options: MongoOptions = {}): Promise<LocalDatabase> {
  const { dataFile } = options;
  const port = await portToServe(options.port);
  const jars = await jarsOf(`mongo-java-server-${version}`, [
    `de.bwaldvogel:mongo-java-server:${version}`,
    `de.bwaldvogel:mongo-java-server-h2-backend:${version}`,
    'org.slf4j:slf4j-simple:2.0.17',
  ]);
  const temporaryFolder = dataFile === undefined ? await newServerFolder('mongo') : undefined;
  if (dataFile !== undefined) await mkdir(dirname(dataFile), { recursive: true });
  const url = `mongodb://127.0.0.1:${port}/?directConnection=true`;
  const server = await JavaServer.start({
    name: `mongo-java-server ${version}`,
    classPath: [await compiled('DocumentServer', jars), jars].join(delimiter),
    options: ['-Xmx2g', '-XX:+UseSerialGC', '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn'],
    mainClass: 'DocumentServer',
    parameters: [String(port), ...(dataFile === undefined ? [] : [dataFile])],
    logFile: temporaryFolder === undefined ? `${dataFile}.txt` : join(temporaryFolder, 'server.txt'),
    temporaryFolder,
    answers: () => mongoAnswers(url),
  });
  return Object.assign(localServer(server, temporaryFolder), { url });
}
